import { setImmediate } from 'node:timers/promises';
import { formatCount } from '../format/formatNumbers';
import { UserError } from '../errors';
import { PhiloxStream } from '../random/philox';
import { streams } from '../random/streams';
import type { EmbeddingImages } from '../runs/embeddingImages';
import { listEmbeddings, readEmbeddings } from '../runs/embeddings';
import type { NpyMatrix } from '../runs/npy';
import type { Run } from '../runs/readRun';
import { classHues } from './figureStyle';
import { principalPlane } from './principalPlane';
import type { Block, Figure } from './report';
import { scatterChart, scatterLegend, type PointGroup } from './scatterChart';

/** Points of a drawing: enough to see a space's form, few enough for a file that is sent. */
const mostPoints = 2000;

/** Classes that are told apart, by hue and shape. */
const mostClasses = 2 * classHues;

/** h and z of the last embeddings side by side, each in its own plane of most variance, coloured by class. */
export async function embeddingBlocks({ paths, record }: Run, signal?: AbortSignal): Promise<Block[]> {
  const last = listEmbeddings(paths.embeddings).at(-1);
  if (last === undefined) return [{ type: 'text', text: missing }];
  try {
    const { h, z, images } = await readEmbeddings(last.path);
    if (h.rows === 0) return [{ type: 'text', text: missing }];
    const rows = new PhiloxStream(record.config.seed, streams.evaluate)
      .permutation(h.rows)
      .slice(0, mostPoints);
    const groups = groupsOf(images, rows);
    const some = rows.length < h.rows ? ` of ${formatCount(h.rows)}` : '';
    const text = `The ${formatCount(rows.length)}${some} evaluation images at step ${formatCount(last.step)}, each space seen along its two principal components.`;
    const figures: Figure[] = [];
    for (const [space, matrix] of [
      ['h', h],
      ['z', z],
    ] as const) {
      // A wide h takes a second or two, after which the user may have thought better of it.
      await setImmediate();
      signal?.throwIfAborted();
      figures.push(figure(space, matrix, rows, groups));
    }
    const legend = scatterLegend(
      groups.map(({ label, mark, places }) => ({ label, mark, count: places.length })),
    );
    return [
      { type: 'text', text },
      { type: 'figures', figures },
      ...(images.labels === null
        ? []
        : [
            {
              type: 'figures',
              figures: [
                { name: 'classes', alt: 'Colours of the classes', image: { type: 'svg', markup: legend } },
              ],
            } as const,
          ]),
    ];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [{ type: 'text', text: `The embeddings cannot be shown: ${error.message}` }];
  }
}

const missing =
  'The run has kept no embeddings yet. They are written with its checkpoints; in VS Code, “SimCLR: Compare h and z” computes them from a checkpoint.';

/** Points of a class, by their places among the drawn ones. */
interface Group {
  readonly label: string;
  readonly mark: number | null;
  readonly places: readonly number[];
}

/** A group for each class that there is, in the order of the classes; what has no mark of its own comes first, underneath. */
function groupsOf({ labels, classes }: EmbeddingImages, rows: Int32Array): Group[] {
  if (labels === null) return [{ label: 'images', mark: 0, places: [...rows.keys()] }];
  const places = new Map<number, number[]>();
  rows.forEach((row, place) => {
    const label = labels[row] ?? -1;
    const key = label >= mostClasses ? mostClasses : label;
    places.set(key, [...(places.get(key) ?? []), place]);
  });
  const labelOf = (key: number) => {
    if (key < 0) return 'without a class';
    return key === mostClasses ? 'other classes' : (classes?.[key] ?? `class ${key}`);
  };
  const rank = (key: number) => (key === mostClasses ? -1 : key);
  return [...places]
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([key, of]) => ({
      label: labelOf(key),
      mark: key < 0 || key === mostClasses ? null : key,
      places: of,
    }));
}

function figure(
  space: 'h' | 'z',
  { data, columns }: NpyMatrix,
  rows: Int32Array,
  groups: readonly Group[],
): Figure {
  const { coordinates, shares } = principalPlane(data, columns, rows);
  const title = space === 'h' ? `h (before the head), ${columns}-d` : `z (after the head), ${columns}-d`;
  const percents = shares.map((share) => `${Math.round(100 * share)} %`).join(' and ');
  const drawn = groups.map(({ label, mark, places }): PointGroup => {
    const points = places.map(
      (place) => [coordinates[2 * place] ?? 0, coordinates[2 * place + 1] ?? 0] as const,
    );
    return { label, mark, points };
  });
  const markup = scatterChart(title, `${percents} of the variance`, drawn);
  return { name: `embeddings-${space}`, alt: `${title}, by class`, image: { type: 'svg', markup } };
}
