import { matMul, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { PhiloxStream } from '../random/philox';

/** What a matrix product on a GPU says about its backend. */
export interface ProductTest {
  readonly passed: boolean;
  /** On a matrix product of the given side; 0 where it failed. */
  readonly gflops: number;
}

/** Sides of the product that is checked, none of them a multiple of a tile. */
const [rows, depth, columns] = [70, 45, 66] as const;
/** Rounding of float32 sums of so many terms, relative to numbers around 1. */
const tolerance = 1e-4;

/**
 * Checks a matrix product on the open backend against float64, and times one.
 * @param side of the product that is timed: 2048 keeps a large GPU busy, 256 is enough for software.
 */
export async function productTest(side: number): Promise<ProductTest> {
  return (await productIsRight())
    ? { passed: true, gflops: await speed(side) }
    : { passed: false, gflops: 0 };
}

/** Checks a small matrix product on the open backend against float64. */
export async function productIsRight(): Promise<boolean> {
  const stream = new PhiloxStream(1, 0);
  const draw = (size: number) => Float32Array.from({ length: size }, () => stream.normal());
  const [a, b] = [draw(rows * depth), draw(depth * columns)];
  const product = tidy(() => matMul(tensor2d(a, [rows, depth]), tensor2d(b, [depth, columns])));
  const found = await product.data();
  product.dispose();
  let worst = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let k = 0; k < depth; k++) sum += (a[row * depth + k] ?? 0) * (b[k * columns + column] ?? 0);
      const difference = Math.abs(sum - (found[row * columns + column] ?? NaN));
      worst = Number.isNaN(difference) ? Infinity : Math.max(worst, difference);
    }
  }
  return worst <= tolerance;
}

/** GFLOP/s of several products in a row, after one that compiles. */
async function speed(side: number): Promise<number> {
  const products = 8;
  const values = tensor2d(new Float32Array(side * side).fill(1), [side, side]);
  let last = matMul(values, values);
  await last.data();
  const begun = performance.now();
  for (let i = 0; i < products; i++) {
    last.dispose();
    last = matMul(values, values);
  }
  await last.data();
  const seconds = (performance.now() - begun) / 1000;
  last.dispose();
  values.dispose();
  return (products * 2 * side ** 3) / seconds / 1e9;
}
