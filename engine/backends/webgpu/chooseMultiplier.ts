import { UserError } from '../../errors';
import { subgroupMatrices, type MatrixShape, type MatrixUnit } from './shaders/matrixUnit';

/** What WebGPU tells of a kind of matrix unit. */
interface MatrixConfig extends MatrixShape {
  readonly componentType: string;
  readonly resultComponentType: string;
}

/** What an adapter tells of itself, as far as it matters here. */
export interface MatrixAdapter {
  readonly features: ReadonlySet<string>;
  readonly info: {
    readonly subgroupMinSize?: number;
    readonly subgroupMaxSize?: number;
    readonly subgroupMatrixConfigs?: readonly MatrixConfig[];
  };
}

/** Threads of a subgroup that our programs are written for. */
const lanes = 32;
/** Largest side that fits into a subgroup's part of a tile. */
const largest = { M: 16, N: 32, K: 32 };

/**
 * The adapter's matrix units that take 16-bit floats and sum in 32 bits, the largest that our tiles have room for.
 * @param name of the GPU, for the sentence.
 * @throws UserError naming `device.precision` where there are none.
 */
export function chooseMultiplier(adapter: MatrixAdapter, name: string): MatrixUnit {
  const { subgroupMinSize, subgroupMaxSize, subgroupMatrixConfigs = [] } = adapter.info;
  const whole = (part: number, side: number) => part % side === 0;
  const fitting = [...subgroupMatrixConfigs].filter(
    ({ componentType, resultComponentType, M, N, K }) =>
      componentType === 'f16' &&
      resultComponentType === 'f32' &&
      [whole(largest.M, M), whole(largest.N, N), whole(largest.K, K)].every(Boolean),
  );
  const sized = ({ M, N, K }: MatrixShape) => M * N * K;
  const [best] = fitting.sort((a, b) => sized(b) - sized(a));
  const able =
    adapter.features.has('shader-f16') &&
    adapter.features.has('chromium-experimental-subgroup-matrix') &&
    subgroupMinSize === lanes &&
    subgroupMaxSize === lanes;
  if (!able || best === undefined) {
    throw new UserError(
      `device.precision: "mixed" needs a GPU with matrix units for 16-bit floats, and ${name} offers none to programs: use "float32"`,
    );
  }
  const { M, N, K } = best;
  return subgroupMatrices({ M, N, K });
}
