import { runInExtensionHost } from '../../workbench/driver/extensionHost';
import { makeEmptyWorkspace, removeWorkspace } from '../../workbench/workspaces/sampleWorkspace';
import type { OpenUiCase, UiCase } from './uiCase';
import type { UiSetup } from './uiSetup';

/** Loading and activating the extension, in a new window each time. */
export const activationCase: UiCase = {
  name: 'activation',
  description: 'loading and activating the extension',
  goal: 150,
  open,
};

async function open(setup: UiSetup): Promise<OpenUiCase> {
  const workspace = await makeEmptyWorkspace();
  return {
    measure: async () => {
      const { exitCode, lines } = await runInExtensionHost(
        setup,
        'dist/test/activation.js',
        workspace.folder,
      );
      const [, milliseconds] = /activation ([\d.]+)/.exec(lines.join('\n')) ?? [];
      if (exitCode !== 0 || milliseconds === undefined) throw new Error(lines.join('\n'));
      return Number(milliseconds);
    },
    close: () => removeWorkspace(workspace),
  };
}
