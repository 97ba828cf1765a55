import { tmpdir } from 'node:os';
import type { StudyInput } from '../../../engine/studies/studySchema';
import { parseStudy } from '../../../engine/studies/studyFile';
import type { StudyPlan } from '../../../engine/studies/studyPlan';

/** Two temperatures; each run takes about a second. */
export const tinyStudy: StudyInput = {
  name: 'tiny',
  title: 'Tiny',
  claim: 'The temperature matters.',
  config: {
    data: { builtin: { train: 64, test: 32, size: 16 }, imageSize: 16 },
    encoder: { architecture: 'resnet8', width: 4 },
    head: { outputSize: 8 },
    batchSize: 16,
    epochs: 2,
    evaluate: { everyEpochs: 2, maxImages: 32, knnNeighbours: 5 },
    device: { backend: 'cpu', threads: 1, loaderThreads: 1 },
  },
  sizes: { minutes: { about: 'Next to nothing.', seeds: 1 } },
  axes: [
    {
      name: 'temperature',
      label: 'Temperature',
      levels: [0.1, 1].map((temperature) => ({
        name: String(temperature),
        config: { loss: { temperature } },
      })),
    },
  ],
  evaluations: [{ protocols: ['shortcut'] }],
  measures: [
    { name: 'accuracy', label: 'Accuracy', from: 'summary', path: 'linear.h' },
    { name: 'shortcut', label: 'Shortcut', from: 'evaluation', path: 'shortcut.crops' },
  ],
  figures: [{ title: 'Accuracy', type: 'bars', measures: ['accuracy'], x: 'temperature' }],
  rules: [{ text: 'It is above nothing.', greater: { measure: 'shortcut' }, than: 0 }],
};

/** The plan of a study so small that it is done at once. */
export function tinyPlan(changes: Partial<StudyPlan> = {}): StudyPlan {
  return {
    ...{ study: parseStudy(tinyStudy, 'tiny'), size: 'minutes', changes: {}, baseFolder: tmpdir() },
    ...{ seeds: 1, target: null, startedAt: '2026-11-29T00:00:00.000Z' },
    ...changes,
  };
}
