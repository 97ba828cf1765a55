import type { StudyInput } from '../studySchema';
import { asPublished, cifar, ofCifar, ofSeconds, published, seconds } from './recipes';

/** Table 4. */
const losses = [
  { name: 'NT-Xent', accuracy: 63.9, config: { type: 'nt-xent' } },
  { name: 'NT-Logistic', accuracy: 51.6, config: { type: 'nt-logistic' } },
  { name: 'Margin', accuracy: 50.9, config: { type: 'margin' } },
  { name: 'NT-Logistic, semi-hard', accuracy: 57.9, config: { type: 'nt-logistic', semiHard: true } },
  { name: 'Margin, semi-hard', accuracy: 57.5, config: { type: 'margin', semiHard: true } },
] as const;

const logistic = ['NT-Logistic', 'NT-Logistic, semi-hard'];
const margin = ['Margin', 'Margin, semi-hard'];

/** What each loss is tuned over (appendix B.10). With semi-hard negatives a margin of zero has none. */
const temperatures = [0.1, 0.2, 0.5, 1];
const margins = [0, 0.4, 0.8, 1.6];
const rates = [0.01, 0.1, 0.3, 0.5, 1];

const tuned = (loss: string) => ({ measure: 'accuracy', at: { loss }, take: 'largest' as const });
/** The rates are those of the paper's optimizer; the size "minutes" leaves its own. */
const atMinutes = 'as it is';

/** Section 5.1. */
export const lossesStudy: StudyInput = {
  name: 'losses',
  title: 'Loss functions',
  claim:
    'NT-Xent weighs negatives by their hardness; losses that do not need semi-hard negative mining, and stay behind all the same.',
  source: 'Paper, section 5.1, tables 2 and 4, appendix B.10',
  sizes: {
    minutes: {
      about: `${ofSeconds} Temperature and margin tuned, the learning rate left as it is.`,
      config: seconds,
      seeds: 5,
      leaveOut: { rate: rates.map(String) },
    },
    hours: {
      about: `${ofCifar} 20 epochs here; tuned over temperature, margin and two learning rates.`,
      config: { ...cifar, epochs: 20 },
      seeds: 1,
      leaveOut: { rate: [atMinutes, '0.01', '0.1', '0.5'] },
    },
    paper: { about: asPublished, config: published, seeds: 1, leaveOut: { rate: atMinutes } },
  },
  axes: [
    {
      name: 'loss',
      label: 'Loss',
      levels: losses.map(({ name, config }) => ({ name, config: { loss: config } })),
    },
    {
      name: 'setting',
      label: 'Temperature or margin',
      levels: [
        ...temperatures.map((temperature) => ({
          name: `τ ${temperature}`,
          config: { loss: { temperature } },
          only: { loss: ['NT-Xent', ...logistic] },
        })),
        ...margins.map((value) => ({
          name: `m ${value}`,
          config: { loss: { margin: value } },
          only: { loss: value === 0 ? margin.slice(0, 1) : margin },
        })),
      ],
    },
    {
      name: 'rate',
      label: 'Learning rate',
      levels: [
        { name: atMinutes },
        ...rates.map((learningRate) => ({
          name: String(learningRate),
          config: { optimizer: { learningRate } },
        })),
      ],
    },
  ],
  measures: [{ name: 'accuracy', label: 'Linear evaluation', from: 'summary', path: 'linear.h' }],
  figures: [
    {
      title: 'The best of each loss',
      type: 'bars',
      measures: ['accuracy'],
      x: 'loss',
      over: 'largest',
    },
    {
      title: 'By temperature and margin',
      type: 'heatmap',
      measures: ['accuracy'],
      x: 'setting',
      series: 'loss',
      over: 'largest',
    },
  ],
  rules: [
    {
      text: 'NT-Xent is better than the best of the others.',
      greater: tuned('NT-Xent'),
      than: { largest: losses.slice(1).map(({ name }) => tuned(name)) },
    },
    {
      text: 'Semi-hard mining helps NT-Logistic.',
      greater: tuned('NT-Logistic, semi-hard'),
      than: tuned('NT-Logistic'),
    },
    {
      text: 'Semi-hard mining helps the margin loss.',
      greater: tuned('Margin, semi-hard'),
      than: tuned('Margin'),
    },
  ],
  paper: {
    about: 'ImageNet, ResNet-50, each loss tuned; top-1 accuracy of linear evaluation.',
    values: losses.map(({ name, accuracy }) => ({ at: { loss: name }, values: { accuracy } })),
  },
};
