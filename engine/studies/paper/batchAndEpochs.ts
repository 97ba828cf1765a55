import type { RunConfigInput } from '../../config/runConfig';
import type { StudyInput } from '../studySchema';
import { asPublished, cifar, littleColor, ofCifar, published, seconds } from './recipes';

/** Table B.1: 100, 200, 400, 800 epochs by the linear and by the square-root rule, for batches of 256 to 8192. */
const tableB1 = [
  { linear: [57.5, 61.9, 64.7, 66.6], sqrt: [62.8, 64.3, 65.7, 66.5] },
  { linear: [60.7, 64.0, 66.2, 67.8], sqrt: [63.8, 65.6, 66.7, 67.4] },
  { linear: [62.8, 65.3, 67.2, 68.5], sqrt: [64.3, 66.1, 67.2, 68.3] },
  { linear: [64.0, 66.1, 68.1, 68.9], sqrt: [64.7, 66.8, 67.9, 68.8] },
  { linear: [64.6, 66.5, 68.2, 68.9], sqrt: [64.5, 66.8, 68.0, 69.1] },
  { linear: [64.8, 66.6, 67.8, 69.0], sqrt: [64.8, 67.0, 68.3, 69.1] },
] as const;

/** Multiples of the smallest batch and of the shortest training, which sizes set. */
const batches = ['1×', '2×', '4×', '8×', '16×', '32×'];
const lengths = ['1×', '2×', '4×', '8×'];
const scalings = ['linear', 'sqrt'] as const;
type Scaling = (typeof scalings)[number];

/** The paper's learning rates, which LARS takes. */
const rates: Readonly<Record<Scaling, number>> = { linear: 0.3, sqrt: 0.075 };
/** Adam's: both give 0.005 for a batch of 64. */
const ratesOfAdam: Readonly<Record<Scaling, number>> = { linear: 0.02, sqrt: 0.000_625 };

/** What the multiples are at a size. */
function levelsFrom(smallestBatch: number, fewestEpochs: number) {
  const multiples = (names: readonly string[], of: number, configOf: (value: number) => RunConfigInput) =>
    Object.fromEntries(
      names.map((name) => {
        const value = of * Number.parseInt(name);
        return [name, { label: String(value), value, config: configOf(value) }];
      }),
    );
  return {
    batch: multiples(batches, smallestBatch, (batchSize) => ({ batchSize })),
    length: multiples(lengths, fewestEpochs, (epochs) => ({ epochs })),
  };
}

/** How much better the batch of eight times the size is. */
const gap = (length: string, scaling: Scaling) => {
  const of = (batch: string) => ({ measure: 'accuracy', at: { batch, length, scaling } });
  return { minus: [of('8×'), of('1×')] as const };
};

/** Sections 5.2 and B.1. */
export const batchAndEpochs: StudyInput = {
  name: 'batch-and-epochs',
  title: 'Batch size and training time',
  claim:
    'With few epochs larger batches are clearly better; with more, the gap shrinks or goes, and square-root scaling of the learning rate helps small batches.',
  source: 'Paper, section 5.2, figure 9, appendix B.1',
  sizes: {
    minutes: {
      about:
        'Built-in images of 16 pixels (1,000), little colour distortion, ResNet-8, Adam, batches of 8 and 64, 8 to 64 epochs.',
      config: { ...seconds, ...littleColor },
      seeds: 3,
      leaveOut: { batch: ['2×', '4×', '16×', '32×'], length: ['2×'] },
      levels: {
        ...levelsFrom(8, 8),
        scaling: Object.fromEntries(
          scalings.map((name) => [name, { config: { optimizer: { learningRate: ratesOfAdam[name] } } }]),
        ),
      },
    },
    hours: {
      about: `${ofCifar} Batches of 128 to 1,024, 10 to 80 epochs.`,
      config: { ...cifar, optimizer: { type: 'lars' } },
      seeds: 1,
      leaveOut: { batch: ['2×', '16×', '32×'], length: ['2×'] },
      levels: levelsFrom(128, 10),
    },
    paper: {
      about: `${asPublished} Batches of 256 to 8,192, 100 to 800 epochs.`,
      config: published,
      seeds: 1,
      levels: levelsFrom(256, 100),
    },
  },
  axes: [
    { name: 'batch', label: 'Batch size', levels: batches.map((name) => ({ name })) },
    { name: 'length', label: 'Epochs', levels: lengths.map((name) => ({ name })) },
    {
      name: 'scaling',
      label: 'Scaling of the learning rate',
      levels: scalings.map((name) => ({
        name,
        config: { optimizer: { scaling: name, learningRate: rates[name] } },
      })),
    },
  ],
  measures: [{ name: 'accuracy', label: 'Linear evaluation', from: 'summary', path: 'linear.h' }],
  figures: scalings.map((scaling) => ({
    title: `By epochs, ${scaling === 'linear' ? 'linear' : 'square-root'} scaling of the learning rate`,
    type: 'lines',
    measures: ['accuracy'],
    x: 'length',
    series: 'batch',
    at: { scaling },
    scale: 'logarithmic',
  })),
  rules: [
    {
      text: 'With the fewest epochs, a batch eight times as large is better.',
      greater: gap('1×', 'linear'),
      than: 0,
    },
    {
      text: 'With eight times the epochs, that gap is smaller.',
      greater: gap('1×', 'linear'),
      than: gap('8×', 'linear'),
    },
    {
      text: 'With few epochs and small batches, square-root scaling is better than linear.',
      greater: { measure: 'accuracy', at: { batch: '1×', length: '1×', scaling: 'sqrt' } },
      than: { measure: 'accuracy', at: { batch: '1×', length: '1×', scaling: 'linear' } },
    },
  ],
  paper: {
    about:
      'ImageNet, ResNet-50, batches of 256 to 8,192, 100 to 800 epochs; top-1 accuracy of linear evaluation.',
    values: batches.flatMap((batch, row) =>
      scalings.flatMap((scaling) =>
        lengths.map((length, column) => ({
          at: { batch, length, scaling },
          values: { accuracy: tableB1[row]?.[scaling][column] ?? NaN },
        })),
      ),
    ),
  },
};
