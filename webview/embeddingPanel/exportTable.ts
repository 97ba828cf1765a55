import { csvLine } from '../../engine/runs/csvLine';
import { classOf } from './describeImage';
import type { Selection } from './selection';
import type { ProjectionName, StepView } from './stepView';
import { spaces } from './workerMessages';

/** Every image of a step as comma-separated values: name, class, places in the plots, clusters, probes, factors, selection. */
export function embeddingsCsv(view: StepView, projection: ProjectionName, selection: Selection): string {
  const { images, clusters, judgement } = view;
  const columns: (readonly [string, (place: number) => string | number])[] = [
    ['image', (place) => images.ids[place] ?? ''],
    ...(images.labels === null ? [] : [['class', (place: number) => classOf(view, place) ?? ''] as const]),
    ...spaces.flatMap((space) => {
      const points = view.points[projection][space]?.points;
      return [0, 1].map(
        (axis) =>
          [
            `${space}_${axis === 0 ? 'x' : 'y'}`,
            (place: number) => number(points?.[2 * place + axis]),
          ] as const,
      );
    }),
    ...spaces.flatMap((space) => {
      const groups = clusters[space];
      return groups === undefined
        ? []
        : [[`cluster_${space}`, (place: number) => (groups[place] ?? 0) + 1] as const];
    }),
    ...(judgement === null
      ? []
      : spaces.flatMap((space) => [
          [`correct_${space}`, (place: number) => String(judgement[space].correct[place] ?? '')] as const,
          [`loss_${space}`, (place: number) => number(judgement[space].loss[place])] as const,
        ])),
    ...images.factors.map(
      ({ name, categories, values }) =>
        [name, (place: number) => categories?.[values[place] ?? 0] ?? values[place] ?? ''] as const,
    ),
    ['selected', (place) => (selection.has(images.ids[place] ?? '') ? 1 : 0)],
  ];
  const lines = images.ids.map((_, place) => csvLine(columns.map(([, of]) => of(place))));
  return [csvLine(columns.map(([name]) => name)), ...lines].join('');
}

function number(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : String(Number(value.toPrecision(7)));
}
