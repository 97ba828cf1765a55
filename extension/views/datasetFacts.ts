import { l10n } from 'vscode';
import type { DatasetDescription } from '../../engine/protocol/toolProtocol';
import { formatName } from '../datasets/describeDataset';
import { formatBytes, formatCount } from '../format/formatNumbers';
import type { DatasetNode } from './datasetNode';

type Fact = Exclude<DatasetNode, { kind: 'dataset' }>;

/** More classes or files than these are counted, not named. */
const mostItems = 1000;

/** What looking into a data set found, line by line, warnings first. */
export function datasetFacts(description: DatasetDescription): Fact[] {
  const { format, images, classes, unlabelled, splitOrigin, sides, imageSize, warnings } = description;
  const without = unlabelled.train + unlabelled.test;
  return [
    ...warnings.map((text): Fact => ({ ...fact(text, '', 'warning'), level: 'warning' })),
    ...badFiles(description),
    fact(l10n.t('Training'), count(images.train), 'mortar-board'),
    fact(l10n.t('Held out'), `${count(images.test)} (${splitText(splitOrigin)})`, 'checklist'),
    ...(classes === null
      ? [fact(l10n.t('Classes'), l10n.t('none: no labels'), 'tag')]
      : [classList(classes)]),
    ...(classes !== null && without > 0
      ? [fact(l10n.t('Without a label'), count(without), 'circle-outline')]
      : []),
    ...(sides === null ? [] : [fact(l10n.t('Size'), sidesText(sides), 'screen-full')]),
    fact(l10n.t('Views'), l10n.t('{0} × {0} pixels', imageSize), 'eye'),
    fact(l10n.t('Format'), formatName(format), 'file-binary'),
    ...(format === 'builtin'
      ? []
      : [
          fact(
            l10n.t('Decoded'),
            l10n.t('about {0} on the disk', formatBytes(description.decodedBytes)),
            'database',
          ),
        ]),
  ];
}

function fact(label: string, value: string, icon: string): Fact & { kind: 'fact' } {
  return { kind: 'fact', label, value, icon, level: 'plain' };
}

function count(images: number): string {
  return images === 1 ? l10n.t('1 image') : l10n.t('{0} images', formatCount(images));
}

/** The engine says "given", or "seeded, 20 % of each class". */
function splitText(origin: string): string {
  return origin === 'given' ? l10n.t('as the data have it') : origin;
}

function classList(classes: NonNullable<DatasetDescription['classes']>): Fact {
  return {
    ...{ kind: 'list', icon: 'tag', level: 'plain' },
    label: l10n.t('Classes ({0})', formatCount(classes.length)),
    items: shortened(
      classes.map(({ name, train, test }) => ({
        label: name,
        value: l10n.t('{0} + {1} held out', formatCount(train), formatCount(test)),
      })),
    ),
  };
}

function badFiles({ badFiles: files, inspected, images }: DatasetDescription): Fact[] {
  if (files.length === 0) return [];
  const sampled = inspected < images.train + images.test;
  return [
    {
      ...{ kind: 'list', icon: 'warning', level: 'warning' },
      label: sampled
        ? l10n.t('Unusable files ({0} of {1} looked at)', formatCount(files.length), formatCount(inspected))
        : l10n.t('Unusable files ({0})', formatCount(files.length)),
      items: shortened(files.map(({ path, reason }) => ({ label: path, value: reason }))),
    },
  ];
}

function shortened(items: { label: string; value: string }[]): { label: string; value: string }[] {
  const more = items.length - mostItems;
  return more <= 0
    ? items
    : [...items.slice(0, mostItems), { label: l10n.t('and {0} more', formatCount(more)), value: '' }];
}

function sidesText({ shorter, longer }: NonNullable<DatasetDescription['sides']>): string {
  if (shorter.min === longer.max) return l10n.t('{0} × {0} pixels', shorter.min);
  return l10n.t(
    '{0} to {1} pixels, median {2} × {3}',
    shorter.min,
    longer.max,
    longer.median,
    shorter.median,
  );
}
