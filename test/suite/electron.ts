/**
 * Runs the suite in desktop VS Code: `npm run test:electron`. It is downloaded, unless VSCODE_EXECUTABLE names an
 * installed one.
 */
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { makeSuiteWorkspace, removeWorkspace } from '../workbench/workspaces/sampleWorkspace';

async function main(): Promise<void> {
  const root = process.cwd();
  const executable = process.env['VSCODE_EXECUTABLE'];
  const workspace = await makeSuiteWorkspace();
  try {
    await runTests({
      ...(executable === undefined ? {} : { vscodeExecutablePath: executable }),
      cachePath: join(root, 'dist', 'vscode'),
      extensionDevelopmentPath: root,
      extensionTestsPath: join(root, 'dist', 'test', 'suite.js'),
      launchArgs: [workspace.folder, '--disable-extensions', '--disable-workspace-trust'],
    });
  } finally {
    await removeWorkspace(workspace);
  }
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  console.error(
    `The suite did not pass in desktop VS Code: ${message}. Where it could not be downloaded, name an installed one in VSCODE_EXECUTABLE.`,
  );
  process.exitCode = 1;
});
