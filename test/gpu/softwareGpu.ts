import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hasVulkanDriver } from '../../engine/backends/webgpu/vulkanDrivers';
import { ensureChromium } from '../workbench/setup/chromium';
import type { Say } from '../workbench/setup/debianPackages';

/** Where Debian, Ubuntu and Google put what belongs to their browser. */
const browserFolders = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];
const driver = 'vk_swiftshader_icd.json';

/**
 * Environment in which a process finds a GPU: none in addition where the machine has a driver, else that of SwiftShader,
 * Vulkan in software, which comes with Chromium, as does the loader of drivers. It has to be there when the process
 * begins.
 * @throws Error that names what to install.
 */
export async function gpuEnvironment(say: Say): Promise<Record<string, string>> {
  if (hasVulkanDriver()) return {};
  const chromium = await ensureChromium(say);
  const folder = [dirname(realpathSync(chromium)), ...browserFolders].find((each) =>
    existsSync(join(each, driver)),
  );
  if (folder === undefined) {
    throw new Error(
      `The tests of the GPU engine need a Vulkan driver, or the one in software that comes with Chromium (${driver}): install Debian's "chromium".`,
    );
  }
  const { LD_LIBRARY_PATH: others, XDG_RUNTIME_DIR: runtime = '/tmp' } = process.env;
  return {
    VK_ICD_FILENAMES: join(folder, driver),
    LD_LIBRARY_PATH: others === undefined || others === '' ? folder : `${folder}:${others}`,
    XDG_RUNTIME_DIR: runtime,
  };
}
