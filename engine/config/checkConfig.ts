import type { Transform } from './augmentation';
import type { ConfigProblem } from './configProblems';
import type { RunConfig } from './runConfig';

/** Combinations of fields that cannot be, each with its remedy; what the data decide is `checkAgainstData`'s. */
export function checkConfig(config: RunConfig): ConfigProblem[] {
  return [
    ...microBatchProblems(config),
    ...batchProblems(config),
    ...augmentProblems(config),
    ...lossProblems(config),
    ...optimizerProblems(config),
    ...evaluateProblems(config),
    ...sourceProblems(config),
  ];
}

function microBatchProblems({ batchSize, microBatch }: RunConfig): ConfigProblem[] {
  if (microBatch === null) return [];
  const path = ['microBatch'];
  if (microBatch > batchSize) {
    return [
      { path, text: `microBatch is ${microBatch}, but batchSize only ${batchSize}: leave microBatch out` },
    ];
  }
  if (batchSize % microBatch === 0) return [];
  const text = `microBatch is ${microBatch}, which does not divide batchSize ${batchSize}: use ${divisorNear(batchSize, microBatch)}`;
  return [{ path, text }];
}

function divisorNear(whole: number, wanted: number): number {
  for (let candidate = wanted; candidate > 1; candidate--) if (whole % candidate === 0) return candidate;
  return 1;
}

/** What is known of the number of images before anything is opened. */
function batchProblems({ batchSize, data }: RunConfig): ConfigProblem[] {
  const path = ['batchSize'];
  if (data.limit !== null && batchSize > data.limit) {
    const text = `batchSize is ${batchSize}, but data.limit lets only ${data.limit} images through: use a batch of at most ${data.limit}`;
    return [{ path, text }];
  }
  if (data.source === 'builtin' && batchSize > data.builtin.train) {
    const text = `batchSize is ${batchSize}, but data.builtin.train makes only ${data.builtin.train} images: use a batch of at most ${data.builtin.train}`;
    return [{ path, text }];
  }
  return [];
}

function augmentProblems({ augment }: RunConfig): ConfigProblem[] {
  const first = augment.transforms;
  const second = augment.secondBranch ?? first;
  const sameViews = JSON.stringify(first) === JSON.stringify(second) && !first.some(isRandom);
  if (!sameViews) return [];
  const text =
    'augment.transforms has nothing random in it, so both views of an image would be the same: add a crop or a colour jitter';
  return [{ path: ['augment', 'transforms'], text }];
}

/** Whether the transformation can come out differently for the two views of an image. */
function isRandom({ type, p }: Transform): boolean {
  if (p === 0) return false;
  return p < 1 || !(type === 'flip' || type === 'grayscale' || type === 'sobel');
}

function lossProblems({ loss }: RunConfig): ConfigProblem[] {
  if (!loss.semiHard) return [];
  if (loss.type === 'margin' && loss.margin === 0) {
    const text =
      'loss.margin is 0, within which no negative is semi-hard, so nothing would be learnt: use a margin above 0';
    return [{ path: ['loss', 'margin'], text }];
  }
  if (loss.type === 'nt-logistic' || loss.type === 'margin') return [];
  const text = `loss.semiHard is true, but "${loss.type}" compares with all negatives: leave it out, or set loss.type to "nt-logistic" or "margin"`;
  return [{ path: ['loss', 'semiHard'], text }];
}

function optimizerProblems({ optimizer }: RunConfig): ConfigProblem[] {
  if (!optimizer.nesterov) return [];
  const path = ['optimizer', 'nesterov'];
  if (optimizer.type !== 'sgd') {
    const text = `optimizer.nesterov is true, but ${optimizer.type} has no Nesterov momentum: leave it out, or use "sgd"`;
    return [{ path, text }];
  }
  if (optimizer.momentum > 0) return [];
  return [{ path, text: 'optimizer.nesterov is true, but optimizer.momentum is 0: use a momentum above 0' }];
}

function evaluateProblems({ evaluate }: RunConfig): ConfigProblem[] {
  if (evaluate.knnNeighbours <= evaluate.maxImages) return [];
  const text = `evaluate.knnNeighbours is ${evaluate.knnNeighbours}, but evaluate.maxImages only ${evaluate.maxImages}: use fewer neighbours`;
  return [{ path: ['evaluate', 'knnNeighbours'], text }];
}

function sourceProblems({ data: { source, format } }: RunConfig): ConfigProblem[] {
  if (format === 'auto' || (format === 'builtin') === (source === 'builtin')) return [];
  const text = `data.format is "${format}", but data.source is "${source}": leave data.format out`;
  return [{ path: ['data', 'format'], text }];
}
