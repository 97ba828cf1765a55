import { resolve } from 'node:path';
import { format } from 'node:util';
import { poll } from './poll';
import { Workbench, type WorkbenchOptions } from './workbench';

/** What a script in the extension host came to. */
export interface HostResult {
  /** 0 when its `run` returned. */
  readonly exitCode: number;
  /** What it wrote to the console. */
  readonly lines: readonly string[];
}

/**
 * Opens a window in which VS Code calls `run` of the script at `script` in its extension host, with this project's built
 * extension, and waits for its end.
 */
export async function runInExtensionHost(
  { port, chromium, browser }: Pick<WorkbenchOptions, 'port' | 'chromium' | 'browser'>,
  script: string,
  folder: string,
): Promise<HostResult> {
  const remote = (path: string) => `vscode-remote://127.0.0.1:${String(port)}${resolve(path)}`;
  const lines: string[] = [];
  let exitCode: number | undefined;
  const workbench = await Workbench.open({
    ...{ port, chromium, browser, folder },
    parameters: {
      payload: JSON.stringify([
        ['extensionDevelopmentPath', remote('.')],
        ['extensionTestsPath', remote(script)],
      ]),
    },
    prepare: async (page) => {
      await page.exposeFunction('codeAutomationLog', (_type: string, args: readonly unknown[]) => {
        lines.push(format(...args));
      });
      await page.exposeFunction('codeAutomationExit', (code: number) => {
        exitCode = code;
      });
    },
  });
  try {
    await poll(`the end of ${script}`, () => exitCode !== undefined, 200_000);
    return { exitCode: exitCode ?? 1, lines };
  } finally {
    await workbench.close();
  }
}
