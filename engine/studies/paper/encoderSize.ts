import type { StudyInput } from '../studySchema';
import { asPublished, cifar, ofCifar, published, seconds } from './recipes';

/** Figure 7, 100 epochs: 1×, 2×, 4×; null where there is no point. */
const figure7 = {
  resnet18: [50.4, 59.5, 65.7],
  resnet34: [54.5, 62.7, 68.3],
  resnet50: [64.5, 69.7, 72.8],
  resnet101: [66.6, 71.4, null],
  resnet152: [67.6, 72.0, null],
} as const;
const widths = [1, 2, 4] as const;
/** The paper has no 4× of the deepest; the ResNet-20 of small images would take as long as all the others together. */
const fourTimes = ['resnet8', 'resnet18', 'resnet34', 'resnet50'] as const;
const depths = ['resnet8', 'resnet20', 'resnet18', 'resnet34', 'resnet50', 'resnet101', 'resnet152'] as const;

/** Section 4.1. */
export const encoderSize: StudyInput = {
  name: 'encoder-size',
  title: 'Depth and width of the encoder',
  claim:
    'Contrastive learning gains from larger encoders, and more so than supervised learning: the gap between the two shrinks as they grow.',
  source: 'Paper, section 4.1, figure 7',
  sizes: {
    minutes: {
      about:
        'Built-in images of 20 pixels (1,500), ResNet-8 and ResNet-20 of width 8, their 2× and a 4×, 30 epochs.',
      config: {
        ...seconds,
        data: { builtin: { train: 1500, test: 2000, size: 20 }, imageSize: 20 },
        encoder: { width: 8 },
        epochs: 30,
      },
      seeds: 3,
      leaveOut: { depth: depths.slice(2) },
    },
    hours: {
      about: ofCifar,
      config: cifar,
      seeds: 2,
      leaveOut: { depth: ['resnet8', 'resnet20', 'resnet101', 'resnet152'] },
    },
    paper: { about: asPublished, config: published, seeds: 1, leaveOut: { depth: ['resnet8', 'resnet20'] } },
  },
  axes: [
    {
      name: 'depth',
      label: 'Encoder',
      levels: depths.map((name) => ({ name, config: { encoder: { architecture: name } } })),
    },
    {
      name: 'width',
      label: 'Width',
      levels: widths.map((width) => ({
        name: `${width}×`,
        value: width,
        config: { encoder: { widthMultiplier: width } },
        ...(width === 4 ? { only: { depth: fourTimes } } : {}),
      })),
    },
  ],
  evaluations: [{ protocols: ['supervised'] }],
  measures: [
    { name: 'simclr', label: 'SimCLR, linear evaluation', from: 'summary', path: 'linear.h' },
    { name: 'supervised', label: 'Supervised', from: 'evaluation', path: 'supervised.top1' },
  ],
  figures: [
    {
      title: 'SimCLR, linear evaluation',
      type: 'lines',
      measures: ['simclr'],
      x: 'width',
      series: 'depth',
      scale: 'logarithmic',
    },
    {
      title: 'SimCLR and supervised by width, mean over depths',
      type: 'lines',
      measures: ['simclr', 'supervised'],
      x: 'width',
      series: 'measures',
      scale: 'logarithmic',
    },
  ],
  rules: [
    {
      text: 'Of 1× and 2×, the wider encoders are better.',
      greater: { measure: 'simclr', at: { width: '2×' } },
      than: { measure: 'simclr', at: { width: '1×' } },
    },
    {
      text: 'The gap to supervised learning is smaller at 2× than at 1×.',
      greater: {
        minus: [
          { measure: 'supervised', at: { width: '1×' } },
          { measure: 'simclr', at: { width: '1×' } },
        ],
      },
      than: {
        minus: [
          { measure: 'supervised', at: { width: '2×' } },
          { measure: 'simclr', at: { width: '2×' } },
        ],
      },
    },
  ],
  paper: {
    about: 'ImageNet, 100 epochs (measured from the figure); top-1 accuracy of linear evaluation.',
    values: Object.entries(figure7).flatMap(([depth, accuracies]) =>
      widths.flatMap((width, at) => {
        const simclr = accuracies[at];
        return simclr === null || simclr === undefined
          ? []
          : [{ at: { depth, width: `${width}×` }, values: { simclr } }];
      }),
    ),
  },
};
