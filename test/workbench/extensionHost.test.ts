import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { inVscode } from './inVscode';
import { poll } from './driver/poll';
import { Workbench } from './driver/workbench';
import { makeSampleWorkspace, removeWorkspace, type SampleWorkspace } from './workspaces/sampleWorkspace';

inVscode('the suite in the extension host', () => {
  let workspace: SampleWorkspace;
  beforeAll(async () => {
    workspace = await makeSampleWorkspace();
  });
  afterAll(() => removeWorkspace(workspace));

  it('passes', async () => {
    const { port, chromium } = inject('workbench');
    const remote = (path: string) => `vscode-remote://127.0.0.1:${String(port)}${resolve(path)}`;
    const lines: string[] = [];
    let exitCode: number | undefined;
    const workbench = await Workbench.open({
      ...{ port, chromium, folder: workspace.folder },
      parameters: {
        payload: JSON.stringify([
          ['extensionDevelopmentPath', remote('.')],
          ['extensionTestsPath', remote('dist/test/suite.js')],
        ]),
      },
      prepare: async (page) => {
        await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
          lines.push(args.map(String).join(' '));
        });
        await page.exposeFunction('codeAutomationExit', (code: number) => {
          exitCode = code;
        });
      },
    });
    try {
      await poll('the end of the suite', () => exitCode !== undefined, 200_000);
    } finally {
      await workbench.close();
    }
    expect(exitCode, lines.join('\n')).toBe(0);
    expect(lines.join('\n')).toMatch(/\d+ passing/);
  });
});
