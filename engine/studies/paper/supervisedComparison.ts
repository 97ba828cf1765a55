import type { StudyInput } from '../studySchema';
import { asPublished, cifar, ofCifar, ofOneMinute, oneMinute, published } from './recipes';

/** Section 6: what the same network learns with labels. */
export const supervisedComparison: StudyInput = {
  name: 'supervised',
  title: 'Beside supervised learning',
  claim:
    'A linear classifier on what was learnt without labels comes near the same network trained with labels.',
  source: 'Paper, section 6, table 6, figure 7',
  sizes: {
    minutes: { about: ofOneMinute, config: { ...oneMinute, epochs: 60 }, seeds: 4 },
    hours: { about: ofCifar, config: { ...cifar, epochs: 200 }, seeds: 2 },
    paper: { about: `${asPublished} Here 1000 epochs.`, config: { ...published, epochs: 1000 }, seeds: 1 },
  },
  axes: [{ name: 'encoder', label: 'Encoder', levels: [{ name: 'trained', label: 'one and the same' }] }],
  evaluations: [{ protocols: ['supervised'] }],
  measures: [
    { name: 'untrained', label: 'Untrained', from: 'summary', path: 'linear.untrainedH' },
    { name: 'knn', label: 'SimCLR, kNN', from: 'summary', path: 'knn.h' },
    { name: 'simclr', label: 'SimCLR, linear', from: 'summary', path: 'linear.h' },
    { name: 'supervised', label: 'Supervised', from: 'evaluation', path: 'supervised.top1' },
  ],
  figures: [
    {
      title: 'With and without labels',
      type: 'bars',
      measures: ['untrained', 'knn', 'simclr', 'supervised'],
      x: 'measures',
    },
  ],
  rules: [
    {
      text: 'SimCLR covers more than half of the way from the untrained to the supervised encoder.',
      greater: { measure: 'simclr' },
      than: { mean: [{ measure: 'untrained' }, { measure: 'supervised' }] },
    },
  ],
  paper: {
    about: 'ImageNet, ResNet-50: 1000 epochs, and 90 supervised; top-1 accuracy.',
    values: [{ at: {}, values: { simclr: 69.3, supervised: 76.5 } }],
  },
};
