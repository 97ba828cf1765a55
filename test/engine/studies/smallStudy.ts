import { parseStudy } from '../../../engine/studies/studyFile';
import type { Study, StudyInput } from '../../../engine/studies/studySchema';

/** A study of two axes, one of whose levels goes with some of the other's alone. */
export const smallStudyInput: StudyInput = {
  name: 'small',
  title: 'Small',
  claim: 'A head helps.',
  config: { preset: 'quick', epochs: 2 },
  sizes: {
    minutes: { about: 'Two epochs of few images.', config: { data: { limit: 64 }, batchSize: 32 }, seeds: 2 },
    paper: { about: 'As published.', seeds: 1, leaveOut: { size: '8' } },
  },
  axes: [
    {
      name: 'head',
      label: 'Projection head',
      levels: [
        { name: 'none', config: { head: { type: 'none' } }, only: { size: '8' } },
        { name: 'linear', config: { head: { type: 'linear' } } },
      ],
    },
    {
      name: 'size',
      label: 'Size of z',
      levels: [
        { name: '8', value: 8, config: { head: { outputSize: 8 } } },
        { name: '16', value: 16, config: { head: { outputSize: 16 } } },
      ],
    },
  ],
  cells: [{ at: { head: 'linear', size: '16' }, config: { loss: { temperature: 1 } } }],
  evaluations: [{ protocols: ['factors'], maxImages: 100 }],
  measures: [
    { name: 'accuracy', label: 'Accuracy', from: 'summary', path: 'linear.h' },
    { name: 'rank', label: 'Rank', from: 'metrics', path: 'rank.h', unit: 'number' },
    { name: 'rotation', label: 'Rotation', from: 'evaluation', path: 'factors.rotation.h' },
  ],
  figures: [{ title: 'Accuracy', type: 'bars', measures: ['accuracy'], x: 'size', series: 'head' }],
  rules: [
    {
      text: 'A linear head beats none.',
      greater: { measure: 'accuracy', at: { head: 'linear' } },
      than: { measure: 'accuracy', at: { head: 'none' } },
      by: 1,
    },
  ],
  paper: { about: 'Made up.', values: [{ at: { head: 'linear', size: '8' }, values: { accuracy: 60 } }] },
};

export const smallStudy: Study = parseStudy(smallStudyInput, 'small.study.json');
