import { expect, test, vi } from 'vitest';
import type { DatasetDescription } from '../../../engine/protocol/toolProtocol';
import { describeDataset } from '../../../extension/datasets/describeDataset';
import type { FoundDataset } from '../../../extension/datasets/foundDataset';
import { datasetFacts } from '../../../extension/views/datasetFacts';

vi.mock('vscode', async () => await import('../fakeVscode'));

const description: DatasetDescription = {
  ...{ name: 'photos', format: 'folder', source: '/photos', images: { train: 50_000, test: 10_000 } },
  classes: [
    { name: 'cat', train: 25_000, test: 5000 },
    { name: 'dog', train: 25_000, test: 5000 },
  ],
  unlabelled: { train: 3, test: 0 },
  splitOrigin: 'given',
  sides: { shorter: { min: 32, median: 40, max: 50 }, longer: { min: 32, median: 60, max: 90 } },
  ...{ inspected: 2000, imageSize: 32, decodedBytes: 184_320_000 },
  badFiles: [{ path: 'cat/x.jpg', reason: 'is cut off' }],
  warnings: ['The folder fish holds no image: it is no class.'],
};
const dataset: FoundDataset = {
  ...{ source: '/photos', name: 'photos', origin: 'workspace', format: 'folder' },
  ...{ images: 60_001, trainImages: 50_001, classes: 3 },
};

test('sums a data set up, by names of files and then by what is in them', () => {
  expect(describeDataset(dataset)).toBe('60,001 images, 3 classes');
  expect(describeDataset(dataset, description)).toBe('60,000 images, 2 classes');
  const binary: FoundDataset = { ...dataset, format: 'stl10', images: null, classes: null };
  expect(describeDataset(binary)).toBe('STL-10');
});

test('shows warnings and broken files before the facts', () => {
  const facts = datasetFacts(description);
  expect(facts.map(({ label }) => label)).toEqual([
    'The folder fish holds no image: it is no class.',
    'Unusable files (1 of 2,000 looked at)',
    ...['Training', 'Held out', 'Classes (2)', 'Without a label', 'Size', 'Views', 'Format', 'Decoded'],
  ]);
  expect(facts.slice(0, 2).every(({ level }) => level === 'warning')).toBe(true);
  const classes = facts.find(({ label }) => label === 'Classes (2)');
  expect(classes).toMatchObject({
    items: [{ label: 'cat', value: '25,000 + 5,000 held out' }, { label: 'dog' }],
  });
});

test('names a thousand classes and counts the rest', () => {
  const many = Array.from({ length: 1003 }, (_, i) => ({ name: String(i), train: 1, test: 1 }));
  const list = datasetFacts({ ...description, classes: many }).find(({ label }) =>
    label.startsWith('Classes'),
  );
  const items = list?.kind === 'list' ? list.items : [];
  expect(items).toHaveLength(1001);
  expect(items.at(-1)?.label).toBe('and 3 more');
});
