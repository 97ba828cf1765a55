import type { EvaluationRecord } from '../../extension/evaluationPanel/messages';
import { formatCount } from '../../extension/format/formatNumbers';
import { element } from '../components/element';
import { singleBars, type SingleBar } from './singleBars';

type Found<K extends keyof EvaluationRecord> = NonNullable<EvaluationRecord[K]>;
type Trained = Found<'supervised'>;

/** How a network was trained, in a few words. */
export function recipeText({ recipe }: Pick<Trained, 'recipe'>): string {
  const { epochs, batchSize, learningRate } = recipe;
  return `${formatCount(epochs)} epochs, batch ${formatCount(batchSize)}, learning rate ${learningRate}`;
}

/** Shares of the labels: fine-tuned from the checkpoint, and from scratch. */
export function semiSupervised(found: Found<'semiSupervised'>, chance: number | null): HTMLElement[] {
  return found.flatMap(({ share, images, fineTuned, scratch }) => {
    const percent = Number((100 * share).toPrecision(3));
    const heading = `${percent} % of the labels: ${formatCount(images)} images`;
    const rows = [
      { label: 'fine-tuned', value: fineTuned.top1, strong: true, note: recipeText(fineTuned) },
      { label: 'from scratch', value: scratch.top1, note: recipeText(scratch) },
    ];
    return [element('h3', {}, heading), singleBars({ caption: heading, label: 'encoder', chance }, rows)];
  });
}

/** Another data set: linear on frozen features, and fine-tuned, for three encoders. */
export function transfer({ linear, fineTuned, chance }: Found<'transfer'>): HTMLElement[] {
  const rows = (of: typeof linear | typeof fineTuned): SingleBar[] => {
    const row = (label: string, found: Trained | typeof linear.random | null, strong = false): SingleBar[] =>
      found === null
        ? []
        : [{ label, value: found.top1, strong, note: 'recipe' in found ? recipeText(found) : '' }];
    return [
      ...row('this checkpoint', of.pretrained, true),
      ...row('supervised', of.supervised),
      ...row('random', of.random),
    ];
  };
  return (
    [
      ['Linear classifier on frozen features', linear],
      ['Fine-tuned', fineTuned],
    ] as const
  ).flatMap(([heading, of]) => [
    element('h3', {}, heading),
    singleBars({ caption: heading, label: 'encoder', chance }, rows(of)),
  ]);
}

/** The same encoder trained with labels, beside linear evaluation. */
export function supervised(found: Trained, { linear, chance }: EvaluationRecord): HTMLElement[] {
  const rows: SingleBar[] = [
    { label: 'trained with labels', value: found.top1, strong: true, note: recipeText(found) },
    ...(linear === null ? [] : [{ label: 'linear evaluation on h', value: linear.h.top1 }]),
  ];
  return [singleBars({ caption: 'Trained with labels', label: 'encoder', chance }, rows)];
}

/** How well colours alone tell crops of an image from those of others. */
export function shortcut({ crops, distorted, chance }: Found<'shortcut'>): HTMLElement[] {
  const rows = [
    { label: 'crops alone', value: crops },
    { label: 'with colour distortion', value: distorted, strong: true },
  ];
  return [singleBars({ caption: 'Told apart by colour alone', label: 'views', chance }, rows)];
}
