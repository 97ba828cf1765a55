import { BaseSequencer } from 'vitest/node';

/** Files that take the longest, the slowest first. */
const slow = [
  'comparePanel/page',
  'runPanel/page',
  'embeddingPanel/page',
  'gpu/trainingRun',
  'augmentationStudio/page',
  'serve/runServer',
  'checkpointEditor/page',
  'serve/runHost',
  'cuda/cudaBackend',
  'checkpointEditor/maps',
  'cpu/kernels',
  'serve/toolServer',
  'evaluationPanel/page',
  'gpu/kernels',
];

/**
 * Order of the test files in a clean clone, where nothing is known yet of how long they take: were a slow one begun last, it
 * would keep one core waiting for the other.
 */
export class SlowFirst extends BaseSequencer {
  async sort(files) {
    const place = ({ moduleId }) => {
      const at = slow.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return at < 0 ? slow.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}
