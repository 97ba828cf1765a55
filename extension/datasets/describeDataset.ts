import { l10n } from 'vscode';
import type { DatasetDescription } from '../../engine/protocol/toolProtocol';
import { formatCount } from '../format/formatNumbers';
import type { DataFormat } from './dataFileNames';
import type { FoundDataset } from './foundDataset';

/**
 * A data set in a few words: "60,000 images, 10 classes".
 * @param description what looking into it found, which is right where names may mislead; undefined before that.
 */
export function describeDataset(dataset: FoundDataset, description?: DatasetDescription): string {
  const images = description === undefined ? dataset.images : total(description.images);
  const classes = description === undefined ? dataset.classes : (description.classes?.length ?? null);
  return [
    dataset.format === 'folder' || dataset.format === 'builtin' ? '' : formatName(dataset.format),
    images === null ? '' : countImages(images),
    classes === null ? '' : countClasses(classes),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** The published name of a format. */
export function formatName(format: DataFormat): string {
  switch (format) {
    case 'builtin':
      return l10n.t('generated');
    case 'folder':
      return l10n.t('image files');
    case 'cifar10':
      return 'CIFAR-10';
    case 'cifar100':
      return 'CIFAR-100';
    case 'stl10':
      return 'STL-10';
    case 'idx':
      return 'IDX';
  }
}

/** "1 image", "60,000 images". */
export function countImages(count: number): string {
  return count === 1 ? l10n.t('1 image') : l10n.t('{0} images', formatCount(count));
}

/** "1 class", "10 classes". */
export function countClasses(count: number): string {
  return count === 1 ? l10n.t('1 class') : l10n.t('{0} classes', formatCount(count));
}

function total({ train, test }: DatasetDescription['images']): number {
  return train + test;
}
