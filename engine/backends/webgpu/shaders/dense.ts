import { elementOf, matrixRow } from './convolution';
import type { MatrixUnit } from './matrixUnit';
import { tiledProduct, type Tile } from './tiledProduct';

interface DenseOptions {
  readonly inputs: number;
  readonly outputs: number;
  readonly bias: boolean;
  readonly relu: boolean;
  readonly tile: Tile;
  readonly multiplier: MatrixUnit | null;
}

/**
 * WGSL of a fully connected layer. Bindings: 0 x [B, in], 1 weight [in, out], 2 out [B, out], with `bias` 3 bias [out],
 * then `shape` with B.
 */
export function denseCode({ inputs, outputs, bias, relu, tile, multiplier }: DenseOptions): string {
  const sum = bias ? 'value + bias[column]' : 'value';
  return tiledProduct({
    a: { along: 'depth', load: 'return input(side, k);' },
    b: { along: 'side', load: 'return weights(k, side);' },
    rows: 'shape.rows',
    columns: `${outputs}u`,
    depthEnd: `${inputs}u`,
    declarations: /* wgsl */ `
struct Shape { rows: u32 }
@group(0) @binding(0) var<storage, read> x: array<${elementOf(inputs)}>;
@group(0) @binding(1) var<storage, read> weight: array<${elementOf(outputs)}>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;
${bias ? '@group(0) @binding(3) var<storage, read> bias: array<f32>;' : ''}
@group(0) @binding(${bias ? 4 : 3}) var<uniform> shape: Shape;
${matrixRow('input', 'x', 'shape.rows', inputs)}
${matrixRow('weights', 'weight', `${inputs}u`, outputs)}`,
    store: `result[row * ${outputs}u + column] = ${relu ? `max(${sum}, 0.0)` : sum};`,
    tile,
    multiplier,
  });
}
