import { expect, it, vi } from 'vitest';
import { writeEmbeddings } from '../../../engine/runs/embeddings';
import { readNpy } from '../../../engine/runs/npy';
import { runPaths } from '../../../engine/runs/runPaths';
import { fairRows, selectImages } from '../../../extension/embeddingPanel/chosenRows';
import { exportedFile } from '../../../extension/embeddingPanel/exportFiles';
import { temporaryFolder } from '../runPanel/temporaryFolder';

vi.mock('vscode', () => import('./fakeEditor'));

const images = {
  ...{ split: 'test' as const, classes: ['a', 'b'], ids: ['x', 'y', 'z'], labels: [0, 1, 0] },
  factors: [{ name: 'hue', kind: 'angle' as const, categories: null, values: [10, 20, 30] }],
  sampling: null,
};

function saved(): string {
  const folder = temporaryFolder();
  const h = { data: Float32Array.of(1, 2, 3, 4, 5, 6), count: 3, size: 2 };
  writeEmbeddings(
    runPaths(folder).embeddings,
    8,
    { h, z: { data: Float32Array.of(7, 8, 9), count: 3, size: 1 } },
    images,
  );
  return folder;
}

const bytesOf = (contents: Iterable<string | Uint8Array>) =>
  Buffer.concat([...contents].map((part) => Buffer.from(part)));

it('saves h or z, of all images or of the selected ones, for NumPy', async () => {
  const folder = saved();
  const all = await exportedFile(folder, { type: 'exportMatrix', step: 8, space: 'z', ids: [] });
  expect(all.name).toMatch(/-step-8-z\.npy$/);
  expect([...readNpy(bytesOf(all.contents), 'z.npy').data]).toEqual([7, 8, 9]);
  const some = await exportedFile(folder, { type: 'exportMatrix', step: 8, space: 'h', ids: ['z', 'x'] });
  // In the order of images.json, whatever the order in which they were selected.
  expect([...readNpy(bytesOf(some.contents), 'h.npy').data]).toEqual([1, 2, 5, 6]);
});

it('saves a table as it is, and a picture only if it is one', async () => {
  const csv = await exportedFile('/runs/first', {
    type: 'export',
    format: 'csv',
    step: 8,
    data: 'image\nx\n',
  });
  expect([csv.name, ...csv.contents]).toEqual(['first-step-8-embeddings.csv', 'image\nx\n']);
  const png = { type: 'export', format: 'png', step: 8 } as const;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]).toString('base64');
  expect((await exportedFile('/runs/first', { ...png, data: signature })).format).toBe('png');
  await expect(exportedFile('/runs/first', { ...png, data: 'AAAA' })).rejects.toThrow('damaged');
});

it('shows of too many images a share of each class, each once', () => {
  const labels = Array.from({ length: 900 }, (_, i) => (i < 600 ? 0 : 1));
  const rows = fairRows(labels, 900, 90);
  expect(new Set(rows).size).toBe(90);
  expect(rows.filter((row) => row < 600).length).toBe(60);
  expect([...rows]).toEqual([...rows].sort((a, b) => a - b));
  const chosen = selectImages(images, Int32Array.of(0, 2));
  expect([chosen.ids, chosen.labels, chosen.factors[0]?.values]).toEqual([
    ['x', 'z'],
    [0, 0],
    [10, 30],
  ]);
});
