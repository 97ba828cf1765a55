import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openAnySource } from '../../../engine/search/anySource';
import { cachedEmbeddings, type CachedEmbeddings } from '../../../engine/search/embeddingCache';
import { openTrained } from '../../../engine/search/trainedNetwork';
import { mutated, seeded } from '../runs/mutatedFiles';
import { temporaryFolder } from '../runs/temporaryFolder';
import { trainedRun, writePicture } from './trainedRun';

const folder = temporaryFolder();

const rounds = 600;

/** All that a search reads of an entry. */
async function contents({ h, z, positions, failures }: CachedEmbeddings) {
  const rows: number[][] = [];
  for (const matrix of [h, z]) for await (const block of matrix.blocks()) rows.push([...block]);
  return { rows, positions: [...positions], failures };
}

it('is made anew whatever has become of its files, and never gives anything else', async () => {
  for (let i = 0; i < 3; i++) await writePicture(join(folder(), 'photos', `${i}.png`), i, 8, 8);
  writeFileSync(join(folder(), 'photos', '3.png'), 'no picture');
  const run = await trainedRun(folder());
  const trained = await openTrained(run, run.device);
  const hooks = { signal: new AbortController().signal, onProgress: () => undefined };
  const { source } = await openAnySource(join(folder(), 'photos'), trained.config, hooks);
  const cache = join(folder(), 'cache');
  const open = async () => {
    const entry = await cachedEmbeddings(trained, source, cache, hooks);
    try {
      return { found: entry.found, ...(await contents(entry)) };
    } finally {
      await entry.close();
    }
  };
  try {
    const { found, ...expected } = await open();
    expect(found).toBe(false);
    expect(expected.positions).toEqual([0, 1, 2]);
    const [name = ''] = readdirSync(cache);
    const random = seeded(20_261_129);
    let anew = 0;
    for (let round = 0; round < rounds; round++) {
      const path = join(cache, name, ['h.npy', 'z.npy', 'rows.json'][round % 3] ?? '');
      const sound = readFileSync(path);
      const bytes = mutated(sound, random);
      writeFileSync(path, bytes);
      const { found: kept, ...now } = await open();
      expect(now, `round ${round}`).toEqual(expected);
      if (!kept) anew++;
      // Spaces in the text may change, and nothing is wrong.
      else if (!path.endsWith('.json')) expect(bytes.equals(sound), `round ${round}`).toBe(true);
    }
    expect(anew).toBeGreaterThan(rounds / 2);
    expect(readdirSync(cache)).toEqual([name]);
  } finally {
    trained.frozen.dispose();
  }
}, 60_000);
