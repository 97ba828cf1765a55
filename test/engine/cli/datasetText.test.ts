import { expect, it } from 'vitest';
import { datasetText } from '../../../engine/cli/datasetText';
import { textWidth } from '../../../engine/cli/textWidth';
import type { DatasetDescription } from '../../../engine/data/inspectDataset';
import { fakeTerminal } from './fakeTerminal';

const birds: DatasetDescription = {
  name: 'birds',
  format: 'folder',
  source: '/photos/birds',
  images: { train: 80, test: 20 },
  classes: [
    { name: 'wren', train: 50, test: 12 },
    { name: 'owl', train: 30, test: 8 },
  ],
  unlabelled: { train: 0, test: 0 },
  splitOrigin: 'seeded, 20 % of each class',
  sides: { shorter: { min: 300, median: 400, max: 900 }, longer: { min: 320, median: 600, max: 1200 } },
  inspected: 100,
  imageSize: 224,
  decodedBytes: 19_660_800,
  badFiles: [],
  warnings: [],
};

const text = (changes: Partial<DatasetDescription> = {}, columns = 80) =>
  datasetText({ ...birds, ...changes }, fakeTerminal({ columns }));

it('says format, counts, labels, sizes, the split and each class', () => {
  const shown = text().join('\n');
  expect(shown).toMatch(/format +folder/);
  expect(shown).toContain('80 for training, 20 held out (seeded, 20 % of each class)');
  expect(shown).toMatch(/labels +2 classes/);
  expect(shown).toContain('300 to 1200 pixels, median 400 × 600');
  expect(shown).toContain('about 19.7 MB');
  expect(shown).toMatch(/wren +50 +12\nowl +30 +8/);
});

it('says that there are no labels, or that some lack one', () => {
  expect(text({ classes: null }).join('\n')).toMatch(/labels +none/);
  const some = text({ unlabelled: { train: 1000, test: 0 } }).join('\n');
  expect(some).toContain('2 classes, 1,000 images without a label');
});

it('names bad files by path with the reason, the first ten of many', () => {
  const badFiles = Array.from({ length: 12 }, (_, i) => ({
    path: `/photos/birds/${i}.jpg`,
    reason: 'is empty',
  }));
  const shown = text({ badFiles, inspected: 50 });
  expect(shown).toContain('12 files that cannot be used (among 50 looked at)');
  expect(shown).toContain('  /photos/birds/9.jpg: is empty');
  expect(shown.join('\n')).not.toContain('/10.jpg');
  expect(shown).toContain('  and 2 more');
});

it('counts the classes that it does not list, and keeps within the terminal', () => {
  const classes = Array.from({ length: 100 }, (_, i) => ({
    name: `${'a long name '.repeat(6)}${i}`,
    train: 5,
    test: 1,
  }));
  const shown = text(
    { classes, warnings: ['One class has a single image, so that none of it is held out for evaluation.'] },
    60,
  );
  expect(shown).toContain('and 80 more');
  expect(Math.max(...shown.map(textWidth))).toBeLessThanOrEqual(60);
});
