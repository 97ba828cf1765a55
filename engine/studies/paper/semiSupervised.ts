import type { StudyInput } from '../studySchema';
import { asPublished, cifar, ofCifar, ofOneMinute, oneMinute, published } from './recipes';

const accuracy = (share: string, start: string) => ({ measure: 'accuracy', at: { share, start } });

/** Section 6: one run, of which each cell is a part of the evaluation. */
export const semiSupervised: StudyInput = {
  name: 'semi-supervised',
  title: 'Learning from few labels',
  claim:
    'Fine-tuned on a few labels, an encoder that was trained without any is far better than the same network trained on those labels alone.',
  source: 'Paper, section 6, table 7, appendix B.5',
  sizes: {
    minutes: {
      about: `${ofOneMinute} Then fine-tuned on 2 and 10 % of the labels.`,
      config: oneMinute,
      seeds: 4,
      evaluation: { labelShares: [0.02, 0.1] },
      leaveOut: { share: '0.01' },
    },
    hours: { about: ofCifar, config: cifar, seeds: 2, leaveOut: { share: '0.02' } },
    paper: {
      about: `${asPublished} Here 1000 epochs.`,
      config: { ...published, epochs: 1000 },
      seeds: 1,
      leaveOut: { share: '0.02' },
    },
  },
  axes: [
    {
      name: 'share',
      label: 'Labels',
      levels: [
        { name: '0.01', label: '1 %' },
        { name: '0.02', label: '2 %' },
        { name: '0.1', label: '10 %' },
      ],
    },
    {
      name: 'start',
      label: 'Network',
      levels: [
        { name: 'fineTuned', label: 'SimCLR, fine-tuned' },
        { name: 'scratch', label: 'from scratch' },
      ],
    },
  ],
  evaluations: [{ protocols: ['semi-supervised'], labelShares: [0.01, 0.1] }],
  measures: [
    { name: 'accuracy', label: 'Accuracy', from: 'evaluation', path: 'semiSupervised.{share}.{start}.top1' },
  ],
  figures: [
    {
      title: 'Accuracy by share of the labels',
      type: 'bars',
      measures: ['accuracy'],
      x: 'share',
      series: 'start',
    },
  ],
  rules: [
    {
      text: 'With 10 % of the labels, the fine-tuned encoder is better than the network from scratch.',
      greater: accuracy('0.1', 'fineTuned'),
      than: accuracy('0.1', 'scratch'),
    },
  ],
  paper: {
    about:
      'ImageNet, ResNet-50; top-1 accuracy (table B.4); of the supervised baseline it gives top-5 alone.',
    values: [
      { at: { share: '0.01', start: 'fineTuned' }, values: { accuracy: 48.3 } },
      { at: { share: '0.1', start: 'fineTuned' }, values: { accuracy: 65.6 } },
    ],
  },
};
