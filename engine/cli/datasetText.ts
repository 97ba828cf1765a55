import type { Counts, DatasetDescription } from '../data/inspectDataset';
import { formatBytes, formatCount, formatPlural } from '../format/formatNumbers';
import { formatPairs, formatTable } from './table';
import type { Terminal } from './terminal';
import { textWidth, truncate, wrap } from './textWidth';

/** More classes and bad files than these are counted, not named; --json has them all. */
const mostClasses = 20;
const mostBadFiles = 10;

/** A data set in words, as lines. */
export function datasetText(description: DatasetDescription, { columns, style }: Terminal): string[] {
  const { classes, badFiles, warnings } = description;
  const sections = [
    [style.bold(description.name)],
    formatPairs(
      facts(description).map(([name, value]) => [style.dim(name), value]),
      { columns },
    ),
    classes === null ? [] : classTable(classes, columns),
    badFiles.length === 0 ? [] : badFileLines(description, columns).map((line) => style.warning(line)),
    warnings.flatMap((warning) => wrap(`warning: ${warning}`, columns)).map((line) => style.warning(line)),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index < 2 ? lines : ['', ...lines]));
}

function facts(description: DatasetDescription): [string, string][] {
  const { format, source, images, unlabelled, classes, splitOrigin, sides, imageSize } = description;
  const labelled = classes === null ? 'none' : `${formatCount(classes.length)} classes`;
  const without = unlabelled.train + unlabelled.test;
  return [
    ['format', format],
    ...(source === 'builtin' ? [] : [['source', source] as [string, string]]),
    [
      'images',
      `${formatCount(images.train)} for training, ${formatCount(images.test)} held out (${splitOrigin})`,
    ],
    ['labels', without === 0 ? labelled : `${labelled}, ${formatCount(without)} images without a label`],
    ...(sides === null ? [] : [['sides', describeSides(sides)] as [string, string]]),
    ['views', `${imageSize} × ${imageSize} pixels unless data.imageSize says otherwise`],
    ['on disk', `about ${formatBytes(description.decodedBytes)} when decoded`],
  ];
}

function describeSides({ shorter, longer }: NonNullable<DatasetDescription['sides']>): string {
  if (shorter.min === longer.max) return `${shorter.min} × ${shorter.min} pixels`;
  return `${shorter.min} to ${longer.max} pixels, median ${shorter.median} × ${longer.median}`;
}

function classTable(classes: readonly ({ readonly name: string } & Counts)[], columns: number): string[] {
  const shown = classes.slice(0, mostClasses);
  const table = formatTable(
    [
      { title: 'class', align: 'left' },
      { title: 'training', align: 'right' },
      { title: 'held out', align: 'right' },
    ],
    shown.map(({ name, train, test }) => [
      truncate(name, columns - 26),
      formatCount(train),
      formatCount(test),
    ]),
  );
  const more = classes.length - shown.length;
  return more === 0 ? table : [...table, `and ${formatCount(more)} more`];
}

function badFileLines({ badFiles, inspected, images }: DatasetDescription, columns: number): string[] {
  const shown = badFiles.slice(0, mostBadFiles);
  const sampled =
    inspected < images.train + images.test ? ` (among ${formatCount(inspected)} looked at)` : '';
  const title = `${formatPlural(badFiles.length, 'file')} that cannot be used${sampled}`;
  const more = badFiles.length - shown.length;
  return [
    title,
    ...shown.flatMap(({ path, reason }) => {
      const line = `  ${path}: ${reason}`;
      return textWidth(line) <= columns ? [line] : [`  ${path}:`, `    ${reason}`];
    }),
    ...(more === 0 ? [] : [`  and ${formatCount(more)} more`]),
  ];
}
