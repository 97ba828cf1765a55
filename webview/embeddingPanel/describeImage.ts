import { formatValue } from '../format/formatValue';
import type { EmbeddingFactor } from '../../extension/embeddingPanel/messages';
import type { StepView } from './stepView';

/** Name of the class of an image; null without one. */
export function classOf({ images }: StepView, place: number): string | null {
  const label = images.labels?.[place] ?? -1;
  return label < 0 ? null : (images.classes?.[label] ?? `class ${label}`);
}

/** An image in words: "star, test/17". */
export function imageLabel(view: StepView, place: number): string {
  const id = view.images.ids[place] ?? '';
  const name = classOf(view, place);
  return name === null ? id : `${name}, ${id}`;
}

/** A recorded factor of an image in words: "213°". */
export function factorText({ kind, categories, values }: EmbeddingFactor, place: number): string {
  const value = values[place];
  if (value === undefined) return '–';
  switch (kind) {
    case 'category':
      return categories?.[value] ?? String(value);
    case 'angle':
      return `${Math.round(value)}°`;
    case 'number':
      return formatValue('number', value);
  }
}

/** What a probe makes of an image: "✓", or the class that it takes it for. */
export function judgedText(view: StepView, space: 'h' | 'z', place: number): string {
  const judged = view.judgement?.[space];
  const correct = judged?.correct[place] ?? null;
  if (judged === undefined || correct === null) return '–';
  const named = judged.predicted[place] ?? -1;
  return correct ? '✓' : `✗ ${view.images.classes?.[named] ?? String(named)}`;
}
