import type { ShapeName } from '../../data/builtin/shapes';
import type { StudyInput } from '../studySchema';
import { asPublished, cifar, ofCifar, ofOneMinute, oneMinute, published } from './recipes';

const top1 = (method: string, encoder: string) => ({ measure: 'accuracy', at: { method, encoder } });

/** Of the ten shapes of the built-in images, those that the smallest size trains on. */
const seen = ['arrow', 'ell', 'fish', 'heart', 'moon'] as const satisfies ShapeName[];
const unseen = ['dome', 'drop', 'horseshoe', 'tee', 'triangle'] as const satisfies ShapeName[];

/** Section 6: one run, of which each cell is a part of the evaluation. */
export const transfer: StudyInput = {
  name: 'transfer',
  title: 'Transfer to other images',
  claim:
    'An encoder trained without labels serves other images about as well as one trained with labels, and better than one that was not trained.',
  source: 'Paper, section 6, table 8',
  sizes: {
    minutes: {
      about: `${ofOneMinute} Five shapes, transferred to 100 images of the other five; name yours with --target.`,
      config: {
        ...oneMinute,
        data: { ...oneMinute.data, builtin: { ...oneMinute.data.builtin, seed: 2, shapes: seen } },
      },
      evaluation: {
        ...{ epochs: 60, learningRate: 0.2 },
        target: { source: 'builtin', imageSize: 24, trainImages: 100, shapes: unseen },
      },
      seeds: 4,
    },
    hours: {
      about: `${ofCifar} Transferred to CIFAR-100 (the folder "cifar-100-binary", or yours by --target).`,
      config: cifar,
      evaluation: { target: { source: 'cifar-100-binary', imageSize: null } },
      seeds: 2,
    },
    paper: {
      about: `${asPublished} Transferred to CIFAR-10 (the folder "cifar-10-batches-bin", or yours by --target).`,
      config: published,
      evaluation: { target: { source: 'cifar-10-batches-bin', imageSize: 224 } },
      seeds: 1,
    },
  },
  axes: [
    {
      name: 'method',
      label: 'Method',
      levels: [
        { name: 'linear', label: 'linear evaluation' },
        { name: 'fineTuned', label: 'fine-tuned' },
      ],
    },
    {
      name: 'encoder',
      label: 'Encoder',
      levels: [
        { name: 'pretrained', label: 'SimCLR' },
        { name: 'supervised' },
        { name: 'random', label: 'not trained' },
      ],
    },
  ],
  evaluations: [{ protocols: ['transfer'] }],
  measures: [
    { name: 'accuracy', label: 'Accuracy', from: 'evaluation', path: 'transfer.{method}.{encoder}.top1' },
  ],
  figures: [
    {
      title: 'Accuracy on the other images',
      type: 'bars',
      measures: ['accuracy'],
      x: 'method',
      series: 'encoder',
    },
  ],
  rules: [
    {
      text: 'By linear evaluation SimCLR is better than an encoder that was not trained.',
      greater: top1('linear', 'pretrained'),
      than: top1('linear', 'random'),
    },
    {
      text: 'Fine-tuned, SimCLR is better than training from scratch.',
      greater: top1('fineTuned', 'pretrained'),
      than: top1('fineTuned', 'random'),
    },
    {
      text: 'Fine-tuned, SimCLR is at most two points behind the supervised encoder.',
      greater: top1('fineTuned', 'pretrained'),
      than: top1('fineTuned', 'supervised'),
      by: -2,
    },
  ],
  paper: {
    about: 'From ImageNet to CIFAR-10, ResNet-50 (table B.5); top-1 accuracy.',
    values: [
      { at: { method: 'linear', encoder: 'pretrained' }, values: { accuracy: 90.6 } },
      { at: { method: 'fineTuned', encoder: 'pretrained' }, values: { accuracy: 97.7 } },
    ],
  },
};
