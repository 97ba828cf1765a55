import { deepEqual, match, ok } from 'node:assert/strict';
import type { MochaGlobals } from 'mocha';
import type { TreeItem } from 'vscode';
import { runConfigSchema } from '../../engine/config/runConfig';
import type { ShownRun } from '../../extension/runs/shownRun';
import { theExtension, workspaceFolder } from './theExtension';

/** A configuration of seconds, or of more than the suite takes. */
export function tinyConfig(name: string, epochs: number) {
  return runConfigSchema.parse({
    ...{ name, epochs, batchSize: 32, data: { source: 'photos' } },
    encoder: { architecture: 'resnet8', width: 4 },
  });
}

/** Starts a run and waits until it is as wanted. */
export async function startUntil(
  config: ReturnType<typeof tinyConfig>,
  isReached: (shown: ShownRun) => boolean,
): Promise<ShownRun> {
  const { store, control } = theExtension().exports;
  const folder = await control.start({ config, baseFolder: workspaceFolder() });
  return new Promise((resolve) => {
    const look = () => {
      const shown = store.get(folder);
      if (!shown || !isReached(shown)) return;
      listener.dispose();
      resolve(shown);
    };
    const listener = store.onDidChange(look);
    look();
  });
}

export function runSuite({ describe, it }: MochaGlobals): void {
  describe('a run', () => {
    it('is trained by an engine of its own to its end', async () => {
      const { run } = await startUntil(tinyConfig('suite', 1), (shown) => shown.run.state === 'finished');
      ok(run.record.summary?.linear);
    });

    it('is a line of the tree, with its parts beneath', async () => {
      const { experiments } = theExtension().exports;
      const [node, ...others] = (await experiments.getChildren()) ?? [];
      ok(node);
      deepEqual(others, []);
      const item = await experiments.getTreeItem(node);
      match(String(item.label), /^suite$/);
      match(String(item.description), /^h [\d.]+ %/);
      const parts = (await experiments.getChildren(node)) ?? [];
      const labels = await Promise.all(
        parts.map(async (part) => String(((await experiments.getTreeItem(part)) as TreeItem).label)),
      );
      deepEqual(labels, ['Configuration', 'Checkpoints (1)', 'Samples', 'Log']);
    });
  });
}
