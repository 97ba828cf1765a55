import { BaseSequencer } from 'vitest/node';

/** Files that take the longest, the slowest first. */
const slow = [
  'gpu/trainingRun',
  'gpu/kernels',
  'gpu/matrixUnits',
  'comparePanel/page',
  'runPanel/page',
  'augmentationStudio/page',
  'cuda/cudaBackend',
  'embeddingPanel/page',
  'serve/toolServer',
  'serve/runHost',
  'checkpointEditor/page',
  'cpu/kernels',
  'serve/runServer',
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
