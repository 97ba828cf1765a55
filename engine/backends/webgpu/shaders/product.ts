import { elementOf, matrixRow } from './convolution';
import { lossScaleBinding } from './lossScale';
import type { MatrixUnit } from './matrixUnit';
import { tiledProduct, type Tile } from './tiledProduct';

export interface ProductOptions {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly tile: Tile;
  readonly multiplier: MatrixUnit | null;
  /** Which side holds gradients; it does not matter without a multiplier. */
  readonly gradients: 'a' | 'b';
}

/**
 * WGSL of the product of two matrices, either of them transposed or not. Bindings: 0 A, 1 B, 2 C, with a multiplier
 * the loss scale, then `shape` with the rows and the depth.
 */
export function productCode(options: ProductOptions): string {
  const { rows, columns, depth, transposeA, transposeB, tile, multiplier, gradients } = options;
  const [widthA, widthB] = [transposeA ? rows : depth, transposeB ? depth : columns];
  return tiledProduct({
    a: {
      ...(transposeA
        ? ({ along: 'side', load: 'return ofA(k, side);' } as const)
        : ({ along: 'depth', load: 'return ofA(side, k);' } as const)),
      scaled: gradients === 'a',
    },
    b: {
      ...(transposeB
        ? ({ along: 'depth', load: 'return ofB(side, k);' } as const)
        : ({ along: 'side', load: 'return ofB(k, side);' } as const)),
      scaled: gradients === 'b',
    },
    rows: 'shape.rows',
    columns: `${columns}u`,
    depthEnd: 'shape.depth',
    declarations: /* wgsl */ `
struct Shape { rows: u32, depth: u32 }
@group(0) @binding(0) var<storage, read> a: array<${elementOf(widthA)}>;
@group(0) @binding(1) var<storage, read> b: array<${elementOf(widthB)}>;
@group(0) @binding(2) var<storage, read_write> c: array<f32>;
${multiplier ? lossScaleBinding(3) : ''}
@group(0) @binding(${multiplier ? 4 : 3}) var<uniform> shape: Shape;
${matrixRow('ofA', 'a', transposeA ? 'shape.depth' : 'shape.rows', widthA)}
${matrixRow('ofB', 'b', transposeB ? `${columns}u` : 'shape.depth', widthB)}`,
    store: `c[row * ${columns}u + column] = value;`,
    tile,
    multiplier,
  });
}
