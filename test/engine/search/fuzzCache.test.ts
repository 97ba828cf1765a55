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

const rounds = 250;

/** All that a search reads of an entry. */
async function contents({ rows, mean, positions, failures }: CachedEmbeddings) {
  const numbers: number[] = [];
  for await (const block of rows.blocks(new AbortController().signal)) numbers.push(...block);
  return { numbers, mean: [...mean], positions: [...positions], failures };
}

it('is made anew whatever has become of its files, and never gives anything else', async () => {
  for (let i = 0; i < 3; i++) await writePicture(join(folder(), 'photos', `${i}.png`), i, 8, 8);
  writeFileSync(join(folder(), 'photos', '3.png'), 'no picture');
  const run = await trainedRun(folder());
  const hooks = { signal: new AbortController().signal, onProgress: () => undefined };
  const trained = await openTrained(run, run.device, hooks);
  const { source } = await openAnySource(join(folder(), 'photos'), trained.config, hooks);
  const cache = join(folder(), 'cache');
  const open = async (space: 'h' | 'z') => {
    const entry = await cachedEmbeddings(trained, source, space, cache, hooks);
    try {
      return { found: entry.found, ...(await contents(entry)) };
    } finally {
      await entry.close();
    }
  };
  try {
    const { found, ...h } = await open('h');
    const { found: foundToo, ...z } = await open('z');
    expect([found, foundToo]).toEqual([false, true]);
    expect(h.positions).toEqual([0, 1, 2]);
    const expected = { h, z };
    const [name = ''] = readdirSync(cache);
    const random = seeded(20_261_129);
    let anew = 0;
    for (let round = 0; round < rounds; round++) {
      const path = join(cache, name, ['h.npy', 'z.npy', 'rows.json'][round % 3] ?? '');
      // Of the two matrices the one that is damaged is looked at.
      const space = path.endsWith('z.npy') ? 'z' : 'h';
      const sound = readFileSync(path);
      const bytes = mutated(sound, random);
      writeFileSync(path, bytes);
      const { found: kept, ...now } = await open(space);
      expect(now, `round ${round}`).toEqual(expected[space]);
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
