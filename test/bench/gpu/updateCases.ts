import { runConfigSchema } from '../../../engine/config/runConfig';
import { createEncoder } from '../../../engine/models/encoder';
import { createOptimizer } from '../../../engine/optim/optimizer';
import type { GpuCase } from './gpuCase';
import { rateOf } from './gpuCase';
import type { GpuSizes } from './gpuSizes';
import { noise } from './noise';
import { timeGpu } from './timeGpu';

/** Values that a rule reads and writes for each weight: w, v and the gradient; LARS takes norms of two of them before. */
const touched = { sgd: 5, lars: 7 } as const;

/** A step of each rule for the weights of the largest network, in GB/s of what it reads and writes. */
export function updateCases(sizes: GpuSizes): GpuCase[] {
  return (['sgd', 'lars'] as const).map((type) => updateCase(type, sizes));
}

function updateCase(type: keyof typeof touched, { sample, networks }: GpuSizes): GpuCase {
  const { title = '', architecture, width, side = 0 } = networks.at(-1) ?? {};
  const config = runConfigSchema.parse({ encoder: { architecture, width }, optimizer: { type } });
  return {
    name: `update ${type}`,
    description: `step of ${type} for the weights of ${title}`,
    unit: 'GB/s',
    peers:
      type === 'sgd'
        ? {
            fp32: [
              'update',
              '--encoder',
              architecture ?? '',
              '--width',
              String(width),
              '--size',
              String(side),
            ],
          }
        : {},
    open: (gpu) => {
      const { parameters, dispose } = createEncoder(config.encoder, side, 0);
      const gradients = parameters.map(({ variable }) => noise(gpu, [...variable.shape]));
      const optimizer = createOptimizer(config.optimizer, parameters);
      const bytes = gradients.reduce((sum, { size }) => sum + 4 * size, 0);
      return Promise.resolve({
        measure: async () => {
          const time = await timeGpu(gpu, () => optimizer.apply(gradients, 1e-3), sample);
          return rateOf((touched[type] * bytes) / 1e9, time);
        },
        close: () => {
          for (const gradient of gradients) gradient.dispose();
          optimizer.dispose();
          dispose();
          return Promise.resolve();
        },
      });
    },
  };
}
