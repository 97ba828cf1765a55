import { performance } from 'node:perf_hooks';
import { openViewLoader } from '../../../engine/augment/openViewLoader';
import { augmentSchema } from '../../../engine/config/augmentation';
import { median } from '../benchCase';
import { DispatchStamps } from './dispatchStamps';
import type { GpuCase } from './gpuCase';
import type { GpuSizes } from './gpuSizes';
import { writeRandomImages } from './randomImages';

/** Batches of which the median is taken. */
const BATCHES = 5;

/** Views a second, drawn on the CPU and made on the GPU, from images that are in its memory. */
export function viewCases({ views }: GpuSizes): GpuCase[] {
  return views.map(({ side, imageSide, count, blur }): GpuCase => {
    const steps = `crop, flip, colour, grayscale${blur ? ', blur' : ''}`;
    return {
      name: `views ${side} px${blur ? ' with blur' : ''}`,
      description: `${steps} to ${side} × ${side} from images of ${imageSide} × ${imageSide}`,
      unit: 'views/s',
      peers: {
        'CPU cores': [
          ...['views', '--size', String(side), '--image-size', String(imageSide)],
          ...['--batch', String(count / 2), ...(blur ? ['--blur'] : [])],
        ],
      },
      open: async (gpu) => {
        const { images, remove } = await writeRandomImages(count / 2, imageSide);
        const transforms = steps.split(', ').map((step) => ({ type: step === 'colour' ? 'color' : step }));
        const loader = await openViewLoader({
          ...{ images, imageSize: side, batchSize: count / 2, seed: 0, threads: 1 },
          ...{ augment: augmentSchema.parse({ transforms }), start: { epoch: 0, stepInEpoch: 0 } },
        });
        const batch = async () => {
          (await loader.next()).release();
          await gpu.settle();
        };
        return {
          measure: async () => {
            await batch();
            const seconds: number[] = [];
            for (let i = 0; i < BATCHES; i++) {
              const start = performance.now();
              await batch();
              seconds.push((performance.now() - start) / 1000);
            }
            const stamps = DispatchStamps.begin(gpu.device);
            if (stamps !== null) await batch();
            const programs = (await stamps?.end()) ?? [];
            const busy = programs.reduce((sum, program) => sum + program.seconds, 0);
            return { value: count / median(seconds), stamped: stamps === null ? null : count / busy };
          },
          close: async () => {
            await loader.close();
            await remove();
          },
        };
      },
    };
  });
}
