import type { EvaluationRecord } from '../../extension/evaluationPanel/messages';
import { formatShare } from '../../extension/format/formatNumbers';
import { element } from '../components/element';
import { Part } from '../components/part';
import { setProse } from '../components/prose';
import { confusionMap } from './confusionMap';
import { confusionTable } from './confusionTable';
import { confusions } from '../../engine/runs/confusions';
import { mistakesTable } from './mistakesTable';
import { pairedBars } from './pairedBars';

/** What a classifier made of the test images, on h and on z. */
export type Reports = NonNullable<EvaluationRecord['knn']>;

/** More classes than this are no table to be read; they are drawn as a map. */
const mostClassesInTable = 30;

/**
 * The section of a classifier: how often it is right, in all and by class, and what it takes for what.
 * @param id names its parts among those that are remembered as folded.
 */
export function report(id: string, reports: Reports, { dataset, chance }: EvaluationRecord): HTMLElement[] {
  const classes = dataset.classes ?? reports.h.perClass.map((_, label) => String(label));
  return [
    leadNode(reports),
    pairedBars({ caption: 'Accuracy', label: 'accuracy' }, [
      { label: 'top-1', h: reports.h.top1, z: reports.z.top1, chance },
      ...(reports.h.top5 === null
        ? []
        : [{ label: 'top-5', h: reports.h.top5, z: reports.z.top5, chance: null }]),
    ]),
    byClass(id, reports, classes),
    mistaken(id, reports, classes),
  ];
}

function leadNode(reports: Reports): HTMLElement {
  const node = element('p', { class: 'lead' });
  setProse(node, lead(reports));
  return node;
}

function lead({ h, z }: Reports): string {
  const difference = (h.top1 - z.top1) * 100;
  const size = Math.abs(difference).toFixed(1);
  if (size === '0.0') return `h and z tell the class equally well: ${formatShare(h.top1)}.`;
  return difference > 0
    ? `h tells the class at ${formatShare(h.top1)}, ${size} points better than z.`
    : `z tells the class at ${formatShare(z.top1)}, ${size} points better than h.`;
}

function byClass(id: string, { h, z }: Reports, classes: readonly string[]): HTMLElement {
  const rows = classes.map((label, index) => ({
    label,
    ...{ h: h.perClass[index] ?? null, z: z.perClass[index] ?? null },
    chance: null,
  }));
  return new Part(
    `${id}-classes`,
    `By class (${classes.length})`,
    pairedBars({ caption: 'Accuracy by class', label: 'class' }, rows),
  ).node;
}

function mistaken(id: string, { h, z }: Reports, classes: readonly string[]): HTMLElement {
  const draw = classes.length > mostClassesInTable ? confusionMap : confusionTable;
  const of = (on: 'h' | 'z', { confusion }: Reports['h']) =>
    element(
      'figure',
      { class: 'confusion' },
      element('figcaption', { class: `of-${on}` }, on),
      draw(on, confusion, classes),
    );
  return new Part(
    `${id}-confusion`,
    'What is taken for what',
    element(
      'p',
      { class: 'quiet' },
      'Test images by true class (row) and predicted class (column); shaded by the share of the row.',
    ),
    element('div', { class: 'confusions' }, of('h', h), of('z', z)),
    mistakesTable(confusions(h.confusion, z.confusion), classes),
  ).node;
}
