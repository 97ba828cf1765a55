import type { StudyInput } from '../studySchema';
import { asPublished, cifar, colorDistortion, ofCifar, ofOneMinute, oneMinute, published } from './recipes';

const crop = [{ type: 'crop', scale: [0.2, 1] as [number, number] } as const, { type: 'flip' } as const];

/** Section 3.1, figure 6: why colour distortion matters. */
export const colorShortcut: StudyInput = {
  name: 'color-shortcut',
  title: 'The shortcut by colours',
  claim:
    'Crops of one image are told from those of others by their colour histograms alone, a shortcut that colour distortion takes away: with it, better representations are learnt.',
  source: 'Paper, section 3.1, figure 6',
  sizes: {
    minutes: { about: ofOneMinute, config: oneMinute, seeds: 3 },
    hours: { about: ofCifar, config: cifar, seeds: 2 },
    paper: { about: asPublished, config: published, seeds: 1 },
  },
  axes: [
    {
      name: 'views',
      label: 'Views',
      levels: [
        { name: 'crop', config: { augment: { transforms: crop } } },
        { name: 'crop and colour', config: { augment: { transforms: [...crop, ...colorDistortion(1)] } } },
      ],
    },
  ],
  evaluations: [{ protocols: ['shortcut'], maxImages: 1000 }],
  measures: [
    {
      name: 'shortcut',
      label: 'Told apart by colours alone',
      from: 'evaluation',
      path: 'shortcut.distorted',
    },
    { name: 'contrastive', label: 'Contrastive accuracy', from: 'metrics', path: 'contrastiveAccuracy' },
    { name: 'accuracy', label: 'Linear evaluation', from: 'summary', path: 'linear.h' },
  ],
  figures: [
    {
      title: 'What colours give away, and what is learnt',
      type: 'bars',
      measures: ['shortcut', 'contrastive', 'accuracy'],
      x: 'measures',
      series: 'views',
    },
  ],
  rules: [
    {
      text: 'Colour histograms alone tell crops apart at 75 % or more, where guessing reaches 50 %.',
      greater: { measure: 'shortcut', at: { views: 'crop' } },
      than: 75,
    },
    {
      text: 'With colour distortion they do so less well by ten points or more.',
      greater: { measure: 'shortcut', at: { views: 'crop' } },
      than: { measure: 'shortcut', at: { views: 'crop and colour' } },
      by: 10,
    },
    {
      text: 'With colour distortion, linear evaluation is better.',
      greater: { measure: 'accuracy', at: { views: 'crop and colour' } },
      than: { measure: 'accuracy', at: { views: 'crop' } },
    },
  ],
};
