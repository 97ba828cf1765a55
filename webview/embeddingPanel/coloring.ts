import { formatCount } from '../../extension/format/formatNumbers';
import { formatValue } from '../format/formatValue';
import type { Rgb } from '../charts/color';
import { angleColor, categoryMark, rampColor } from './colorScale';
import type { StepView } from './stepView';

/** A category of a legend. */
export interface LegendCategory {
  readonly key: number;
  readonly label: string;
  readonly color: Rgb;
  readonly shape: number;
  readonly count: number;
}

/** What colours mean: categories, or a range from one colour to another. */
export type LegendContent =
  | { readonly type: 'categories'; readonly categories: readonly LegendCategory[] }
  | {
      readonly type: 'range';
      readonly from: string;
      readonly to: string;
      /** From the first to the last, evenly apart. */
      readonly colors: readonly Rgb[];
    };

/** Colour, shape and category of every point. */
export interface Coloring {
  /** Red, green, blue, 255. */
  readonly colors: Uint8Array;
  readonly shapes: Uint8Array;
  /** Category of each point; null where colours are a range. */
  readonly keys: Int32Array | null;
  readonly legend: LegendContent;
}

/** Something that points can be coloured by. */
export interface ColorChoice {
  readonly value: string;
  readonly label: string;
}

/** Choices that want each image judged. */
export function needsJudgement(choice: string): boolean {
  return /^(correct|loss)\./.test(choice);
}

/** The space whose clusters a choice is about, if any. */
export function clusterSpace(choice: string): 'h' | 'z' | null {
  const space = /^cluster\.([hz])$/.exec(choice)?.[1];
  return space === 'h' || space === 'z' ? space : null;
}

/** What the points of a step can be coloured by. */
export function colorChoices({ images }: Pick<StepView, 'images'>): ColorChoice[] {
  const labelled = images.labels !== null && images.classes !== null;
  return [
    ...(labelled ? [{ value: 'class', label: 'class' }] : []),
    { value: 'cluster.h', label: 'cluster in h' },
    { value: 'cluster.z', label: 'cluster in z' },
    ...images.factors.map(({ name }) => ({ value: `factor.${name}`, label: name })),
    ...(labelled
      ? [
          { value: 'correct.h', label: 'probe on h correct' },
          { value: 'correct.z', label: 'probe on z correct' },
          { value: 'loss.h', label: 'loss of the probe on h' },
          { value: 'loss.z', label: 'loss of the probe on z' },
        ]
      : []),
  ];
}

/** Colours the points of a step; without what the choice needs, all alike. */
export function colorPoints(view: StepView, choice: string, background: Rgb): Coloring {
  const { images, clusters, judgement } = view;
  const count = images.ids.length;
  const space = clusterSpace(choice);
  if (choice === 'class' && images.labels !== null) {
    return byCategory(images.labels, (label) => images.classes?.[label] ?? `class ${label}`, background);
  }
  if (space !== null) {
    const groups = clusters[space];
    return groups === undefined
      ? plain(count, background)
      : byCategory(groups, (group) => `cluster ${group + 1}`, background);
  }
  if (needsJudgement(choice)) {
    const judged = judgement?.[choice.endsWith('.h') ? 'h' : 'z'];
    if (judged === undefined) return plain(count, background);
    if (choice.startsWith('loss.'))
      return byRange(judged.loss, background, (value) => formatValue('loss', value));
    const keys = judged.correct.map((correct) => (correct === null ? -1 : correct ? 0 : 1));
    return byCategory(keys, (key) => (key === 0 ? 'correct' : 'wrong'), background, wrongMarks);
  }
  const factor = images.factors.find(({ name }) => `factor.${name}` === choice);
  if (factor === undefined) return plain(count, background);
  switch (factor.kind) {
    case 'category':
      return byCategory(factor.values, (value) => factor.categories?.[value] ?? String(value), background);
    case 'angle':
      return byAngle(factor.values, background);
    case 'number':
      return byRange(factor.values, background, (value) => formatValue('number', value));
  }
}

/** Right in blue discs, wrong in vermilion triangles. */
const wrongMarks = [0, 20];

function byCategory(
  keys: ArrayLike<number>,
  label: (key: number) => string,
  background: Rgb,
  marks: readonly number[] = [],
): Coloring {
  const counts = new Map<number, number>();
  for (let i = 0; i < keys.length; i++) counts.set(keys[i] ?? 0, (counts.get(keys[i] ?? 0) ?? 0) + 1);
  const mark = (key: number) =>
    key < 0 ? { color: middleGray(background), shape: 0 } : categoryMark(marks[key] ?? key, background);
  const categories = [...counts]
    .sort(([a], [b]) => a - b)
    .map(([key, count]) => ({ key, count, label: key < 0 ? 'without a class' : label(key), ...mark(key) }));
  const byKey = new Map(categories.map((category) => [category.key, category]));
  const colors = new Uint8Array(4 * keys.length);
  const shapes = new Uint8Array(keys.length);
  for (let i = 0; i < keys.length; i++) {
    const category = byKey.get(keys[i] ?? 0);
    setColor(colors, i, category?.color ?? [128, 128, 128]);
    shapes[i] = category?.shape ?? 0;
  }
  return { colors, shapes, keys: Int32Array.from(keys), legend: { type: 'categories', categories } };
}

function byRange(
  values: readonly (number | null)[],
  background: Rgb,
  format: (value: number) => string,
): Coloring {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  // The outermost hundredths share a colour, so that one outlier does not make all others alike.
  const low = known[Math.floor(0.01 * known.length)] ?? 0;
  const high = known[Math.floor(0.99 * (known.length - 1))] ?? 1;
  const colors = new Uint8Array(4 * values.length);
  values.forEach((value, i) => {
    const share = value === null || high === low ? 0 : (value - low) / (high - low);
    setColor(colors, i, value === null ? middleGray(background) : rampColor(share, background));
  });
  const steps = Array.from({ length: 9 }, (_, i) => rampColor(i / 8, background));
  return {
    ...{ colors, shapes: new Uint8Array(values.length), keys: null },
    legend: { type: 'range', from: format(low), to: format(high), colors: steps },
  };
}

function byAngle(values: readonly number[], background: Rgb): Coloring {
  const colors = new Uint8Array(4 * values.length);
  values.forEach((degrees, i) => setColor(colors, i, angleColor(degrees, background)));
  const steps = Array.from({ length: 13 }, (_, i) => angleColor(30 * i, background));
  return {
    ...{ colors, shapes: new Uint8Array(values.length), keys: null },
    legend: { type: 'range', from: '0°', to: '360°', colors: steps },
  };
}

function plain(count: number, background: Rgb): Coloring {
  const colors = new Uint8Array(4 * count);
  const color = middleGray(background);
  for (let i = 0; i < count; i++) setColor(colors, i, color);
  const category = { key: 0, label: `${formatCount(count)} images`, color, shape: 0, count };
  return {
    ...{ colors, shapes: new Uint8Array(count), keys: new Int32Array(count) },
    legend: { type: 'categories', categories: [category] },
  };
}

function middleGray(background: Rgb): Rgb {
  return background[0] + background[1] + background[2] < 384 ? [150, 150, 150] : [110, 110, 110];
}

function setColor(colors: Uint8Array, point: number, [red, green, blue]: Rgb): void {
  colors.set([red, green, blue, 255], 4 * point);
}
