import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { runInExtensionHost } from './driver/extensionHost';
import { inVscode } from './inVscode';
import { makeSuiteWorkspace, removeWorkspace, type SampleWorkspace } from './workspaces/sampleWorkspace';

inVscode('the suite in the extension host', () => {
  let workspace: SampleWorkspace;
  beforeAll(async () => {
    workspace = await makeSuiteWorkspace();
  });
  afterAll(() => removeWorkspace(workspace));

  it('passes', async () => {
    const result = await runInExtensionHost(inject('workbench'), 'dist/test/suite.js', workspace.folder);
    const output = result.lines.join('\n');
    expect(result.exitCode, output).toBe(0);
    expect(output).toMatch(/\d+ passing/);
  });
});
