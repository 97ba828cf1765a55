import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectDataset } from '../../../engine/data/inspectDataset';
import { dataConfig, open, png, put, temporaryFolder } from './fixtures';

describe('inspectDataset', () => {
  it('describes a folder as opening it would find it, and writes nothing', async () => {
    const folder = temporaryFolder();
    for (let i = 0; i < 10; i++) put(folder, `set/cat/${String(i)}.png`, await png([i, 0, 0], 40, 50));
    for (let i = 0; i < 5; i++) put(folder, `set/dog/${String(i)}.png`, await png([i, 9, 0], 100, 90));
    const broken = put(folder, 'set/dog/broken.jpg', 'nothing');
    put(folder, 'set/one/1.png', await png([1, 1, 1], 60, 60));
    const config = dataConfig({ source: 'set', maxBadFiles: 0.5 });
    const description = await inspectDataset(config, { baseFolder: folder, seed: 3 });
    expect(existsSync(join(folder, 'runs'))).toBe(false);
    expect(description).toMatchObject({
      ...{ name: 'set', format: 'folder', source: join(folder, 'set'), imageSize: 32, inspected: 17 },
      images: { train: 14, test: 3 },
      classes: [
        { name: 'cat', train: 8, test: 2 },
        { name: 'dog', train: 5, test: 1 },
        { name: 'one', train: 1, test: 0 },
      ],
      unlabelled: { train: 0, test: 0 },
      splitOrigin: 'seeded, 20 % of each class',
      sides: { shorter: { min: 40, median: 40, max: 90 }, longer: { min: 50, median: 50, max: 100 } },
      badFiles: [{ path: broken, reason: expect.stringMatching(/not an image/) as string }],
      warnings: ['Alone in their class, so trained on and not evaluated: one/1.png.'],
    });
    const data = await open(folder, { source: 'set', maxBadFiles: 0.5 }, {}, 3);
    expect(data.badFiles.map(({ path }) => path)).toEqual([broken]);
    expect(data.imageSize).toBe(description.imageSize);
    expect(data.train.images.count + data.test.images.count).toBe(16);
    const stored = [data.train, data.test].flatMap(({ images }) =>
      Array.from(
        { length: images.count },
        (_, i) => 3 * (images.index[3 * i + 1] ?? 0) * (images.index[3 * i + 2] ?? 0),
      ),
    );
    const bytes = stored.reduce((sum, own) => sum + own, 0);
    expect(Math.abs(description.decodedBytes / bytes - 17 / 16)).toBeLessThan(0.05);
  });

  it('says that there are no labels', async () => {
    const folder = temporaryFolder();
    for (let i = 0; i < 5; i++) put(folder, `${String(i)}.png`, await png([i, 0, 0]));
    const description = await inspectDataset(dataConfig({ source: '.' }), { baseFolder: folder, seed: 0 });
    expect(description).toMatchObject({ classes: null, images: { train: 4, test: 1 } });
  });

  it('describes the built-in set', async () => {
    const config = dataConfig({ builtin: { train: 100, test: 20 } });
    const description = await inspectDataset(config, { baseFolder: '/', seed: 0 });
    expect(description).toMatchObject({ format: 'builtin', images: { train: 100, test: 20 }, imageSize: 32 });
    expect(description.classes?.every(({ train, test }) => train === 10 && test === 2)).toBe(true);
  });
});
