import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Folders in which the Vulkan loader looks for drivers on Linux, in the order of its documentation. */
function driverFolders(env: NodeJS.ProcessEnv): string[] {
  const home = env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share');
  const roots = [
    ...(env['XDG_CONFIG_DIRS'] ?? '/etc/xdg').split(':'),
    ...['/usr/local/etc', '/etc', home],
    ...(env['XDG_DATA_DIRS'] ?? '/usr/local/share:/usr/share').split(':'),
  ];
  return roots.map((root) => join(root, 'vulkan', 'icd.d'));
}

/**
 * Whether a Vulkan driver is installed; always on other systems, which need none. Dawn would find out too, but prints
 * warnings of its own where there is none.
 */
export function hasVulkanDriver(env: NodeJS.ProcessEnv = process.env, platform = process.platform): boolean {
  if (platform !== 'linux') return true;
  if (env['VK_DRIVER_FILES'] || env['VK_ICD_FILENAMES'] || env['VK_ADD_DRIVER_FILES']) return true;
  return driverFolders(env).some((folder) => {
    try {
      return readdirSync(folder).some((name) => name.endsWith('.json'));
    } catch {
      return false;
    }
  });
}
