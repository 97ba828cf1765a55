import './zodWithoutEval';
import { decoupled } from '../../../engine/studies/paper/decoupled';
import { projectionHead } from '../../../engine/studies/paper/projectionHead';
import { studyFigure } from '../../../engine/studies/studyFigure';
import { cellName, studyCells, type Cell } from '../../../engine/studies/studyGrid';
import { studySchema, type Study, type StudyInput } from '../../../engine/studies/studySchema';
import type { StudyState } from '../../../engine/studies/studyState';
import { studyAt } from '../../../engine/studies/studyAt';
import type { TaskState } from '../../../engine/studies/taskState';
import { judgeStudy } from '../../../engine/studies/verdict';
import { axisViews } from '../../../extension/studyPanel/axisViews';
import { cellViews } from '../../../extension/studyPanel/cellViews';
import type { StudyView } from '../../../extension/studyPanel/messages';
import { studyProgress } from '../../../extension/studies/studyProgress';

/** What became of a run. */
interface Made {
  readonly state: TaskState;
  readonly share?: number;
  readonly values?: Readonly<Record<string, number>>;
  readonly reason?: string;
}

/** A study as the extension tells of it, from made-up runs. */
function viewOf(
  whole: Study,
  seeds: number,
  made: (cell: Cell, seed: number) => Made,
  extra: Partial<StudyView> = {},
): StudyView {
  const size = 'minutes';
  const study = studyAt(whole, size);
  const cells = studyCells(study, study.sizes[size] ?? null);
  const places = Array.from({ length: seeds }, (_, seed) => cells.map((cell) => ({ cell, seed }))).flat();
  const tasks = places.map(({ cell, seed }) => {
    const { state, share = state === 'done' ? 1 : 0, reason = null } = made(cell, seed);
    const folder = `/runs/${cellName(cell)}-${seed}`;
    const run = state === 'missing' ? null : { paths: { folder } };
    return { task: { cell, seed, key: folder }, state, run, reason, evaluations: [], progress: share };
  });
  const values = places.map(({ cell, seed }) => ({ cell, seed, values: made(cell, seed).values ?? {} }));
  const state = { plan: { study: whole, size }, cells, tasks, values } as unknown as StudyState;
  const { verdict, rules } = judgeStudy(study, cells, values);
  const words = { holds: 'holds', doesNotHold: 'does not hold', notEnoughSeeds: 'not enough seeds' } as const;
  const wordOf = (each: StudyView['verdict']) =>
    each === 'notRun' ? (extra.phase === 'new' ? 'not run' : 'not all run') : words[each];
  return {
    ...{ name: study.name, title: study.title, claim: study.claim, source: study.source, size },
    ...{ about: study.sizes[size]?.about ?? '', otherSizes: [], phase: 'idle', elsewhere: null },
    ...{ trusted: true, changed: false, hasFile: false, images: 'built-in images', seeds },
    ...{ verdict, verdictWord: wordOf(verdict), decision: 'A rule compares runs of the same seed.' },
    rules: rules.map(({ rule, verdict: found, difference, uncertainty }) => ({
      ...{
        text: rule.text,
        verdict: found,
        word: wordOf(found),
        margin: rule.by,
        seeds: difference?.count ?? 0,
      },
      difference:
        difference === null
          ? ''
          : `${difference.mean.toFixed(2)}${uncertainty === null ? '' : ` ± ${uncertainty.toFixed(2)}`}`,
    })),
    progress: studyProgress(state),
    ...{ spent: 432, left: 190, outlook: null },
    axes: axisViews(state),
    ...cellViews(state),
    figures: study.figures.map((figure) => studyFigure(study, figure, cells, values)),
    paper: study.paper?.about ?? null,
    ...extra,
  };
}

const head = studySchema.parse({
  ...projectionHead,
  sizes: { minutes: { ...projectionHead.sizes.minutes, leaveOut: { size: ['1024', '2048'] } } },
});

/** A repeatable number, −1 to 1. */
function noise(text: string): number {
  const hash = [...text].reduce((sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 0x01000193), 7);
  return ((hash >>> 8) % 2001) / 1000 - 1;
}

function headValues(cell: Cell, seed: number): Readonly<Record<string, number>> {
  const size = Math.log2(Number(cell['size'])) / 10;
  const kind = { none: 38, linear: 44, 'non-linear': 49 }[cell['head'] ?? ''] ?? 0;
  const h = kind + 4 * size + noise(`${cellName(cell)} ${seed}`);
  return { h, z: h - (cell['head'] === 'none' ? 0 : 9), knn: h - 3 };
}

const done = (cell: Cell, seed: number): Made => ({ state: 'done', values: headValues(cell, seed) });

/** Some of every state. */
function partly(cell: Cell, seed: number): Made {
  const name = `${cellName(cell)} ${seed}`;
  const others: Readonly<Record<string, Made>> = {
    'linear · 32 1': { state: 'failed', reason: 'photos/IMG_2041.jpg is cut off' },
    'linear · 64 1': { state: 'running', share: 0.31 },
    'linear · 128 1': { state: 'evaluating', share: 1 },
    'linear · 256 1': { state: 'waiting', share: 0.5 },
  };
  if (others[name] !== undefined) return others[name];
  const later = cell['head'] === 'non-linear' && Number(cell['size']) > 64;
  return seed === 0 && !later ? done(cell, seed) : { state: 'missing' };
}

const sections = ['crop', 'cutout', 'colour', 'Sobel', 'noise', 'blur', 'rotation'];
const composition: StudyInput = {
  name: 'composition',
  title: 'Composition of transformations',
  claim: 'Random cropping with colour distortion stands out among all pairs of transformations.',
  source: 'Paper, section 3.1, figure 5',
  sizes: { minutes: { about: 'Built-in images of 16 pixels.', seeds: 1 } },
  axes: [
    { name: 'first', label: 'First', levels: sections.map((name) => ({ name })) },
    { name: 'second', label: 'Second', levels: sections.map((name) => ({ name })) },
  ],
  measures: [{ name: 'h', label: 'Linear evaluation of h', from: 'summary', path: 'linear.h' }],
  figures: [
    {
      ...{ title: 'Linear evaluation of h', type: 'heatmap', measures: ['h'] },
      ...{ x: 'second', series: 'first', averages: true },
    },
  ],
  rules: [
    {
      text: 'Crop and colour is the best pair.',
      greater: { measure: 'h', at: { first: 'crop', second: 'colour' } },
      than: { measure: 'h', take: 'largest' },
    },
  ],
  paper: {
    about: 'ImageNet, ResNet-50.',
    values: sections.flatMap((first, row) =>
      sections.map((second, column) => ({
        at: { first, second },
        values: { h: 20 + 3 * row + 2 * column },
      })),
    ),
  },
};

const three: StudyInput = {
  name: 'losses',
  title: 'Losses',
  claim: 'NT-Xent beats the other losses.',
  sizes: { minutes: { about: 'Few images.', seeds: 1 }, hours: { about: 'More images.', seeds: 3 } },
  axes: [
    { name: 'loss', label: 'Loss', levels: ['NT-Xent', 'NT-Logistic', 'margin'].map((name) => ({ name })) },
    { name: 'rate', label: 'Learning rate', levels: ['0.1', '0.3'].map((name) => ({ name })) },
    { name: 'temperature', label: 'Temperature', levels: ['0.1', '0.5', '1'].map((name) => ({ name })) },
  ],
  measures: [
    { name: 'h', label: 'Linear', from: 'summary', path: 'linear.h' },
    { name: 'rank', label: 'Effective rank', from: 'metrics', path: 'rank.h', unit: 'number' },
  ],
  figures: [
    {
      title: 'By loss',
      type: 'table',
      measures: ['h', 'rank'],
      x: 'measures',
      series: 'loss',
      over: 'largest',
    },
  ],
  rules: [{ text: 'It does.', greater: { measure: 'h', at: { loss: 'NT-Xent' } }, than: { measure: 'h' } }],
};

/** The names of its batch sizes are "small" and "large"; their labels are the size's. */
const labelled = studySchema.parse(decoupled);

const fresh = { phase: 'new', spent: 0, left: null } as const;
const untouched = (): Made => ({ state: 'missing' });

/** The scenarios by the name that the page's address gives. */
export const studyScenarios: Readonly<Record<string, () => StudyView>> = {
  new: () => viewOf(head, 3, untouched, { ...fresh, outlook: { state: 'measuring' } }),
  measured: () =>
    viewOf(head, 3, untouched, {
      ...fresh,
      outlook: {
        ...{ state: 'known', seconds: 1125, parallel: 2 },
        device: 'cpu, wide kernels (256-bit vectors with fused multiply-add), 105 GFLOP/s a thread',
      },
    }),
  noImages: () =>
    viewOf(head, 3, untouched, {
      ...fresh,
      outlook: { state: 'failed', message: 'data.source "imagenet" does not exist. Put them there.' },
    }),
  running: () => viewOf(head, 2, partly, { phase: 'running' }),
  done: () => viewOf(head, 3, done, { left: 0 }),
  heatmap: () =>
    viewOf(studySchema.parse(composition), 1, (cell) => ({
      state: 'done',
      values: { h: 42 + 14 * noise(cellName(cell)) },
    })),
  labels: () =>
    viewOf(labelled, 2, (cell, seed) => ({
      state: 'done',
      values: { accuracy: 40 + noise(`${cellName(cell)} ${seed}`) },
    })),
  three: () =>
    viewOf(
      studySchema.parse(three),
      1,
      (cell) =>
        cell['loss'] === 'margin'
          ? { state: 'missing' }
          : { state: 'done', values: { h: 50 + 5 * noise(cellName(cell)), rank: 12.34 } },
      { otherSizes: ['hours'], hasFile: true, changed: true, trusted: false },
    ),
};
