import { performance } from 'node:perf_hooks';
import { compileAugment, ViewMaker } from '../../engine/augment/viewMaker';
import { augmentSchema } from '../../engine/config/augmentation';
import { PhiloxStream } from '../../engine/random/philox';
import type { BenchCase } from './benchCase';

const MILLISECONDS = 1000;
const VIEWS_AT_A_TIME = 64;

const crop = { type: 'crop' } as const;
const rest = [{ type: 'flip' }, { type: 'color' }, { type: 'grayscale' }] as const;

/** Views per second of one thread, from an image of the views' own size. */
function augmentCase(size: number, blur: boolean): BenchCase {
  const transforms = [crop, ...rest, ...(blur ? [{ type: 'blur' } as const] : [])];
  return {
    name: `augment ${String(size)} px${blur ? ' with blur' : ''}`,
    description: `crop, flip, colour, grayscale${blur ? ', blur' : ''} to ${String(size)} × ${String(size)}, one thread`,
    unit: 'views/s',
    peer: ['augment', '--size', String(size), ...(blur ? ['--blur'] : [])],
    measure: () => {
      const maker = new ViewMaker(compileAugment(), size, augmentSchema.parse({ transforms }));
      const random = new PhiloxStream(0, 0);
      const source = maker.source(size, size);
      source.forEach((_, i) => (source[i] = 256 * random.uniform()));
      let views = 0;
      const start = performance.now();
      while (performance.now() - start < MILLISECONDS) {
        for (let i = 0; i < VIEWS_AT_A_TIME; i++) maker.view({ epoch: 0, image: views++, branch: 0 });
      }
      return Promise.resolve((views * 1000) / (performance.now() - start));
    },
  };
}

/** Augmentation on one thread, small without blur and large with it. */
export function augmentCases(): BenchCase[] {
  return [augmentCase(32, false), augmentCase(96, true)];
}
