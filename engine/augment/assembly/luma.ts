/** The brightness of a colour, by the weights that torchvision has from ITU-R 601. */
import { planeFloats } from './workspace';

export const red: f32 = 0.2989;
export const green: f32 = 0.587;
export const blue: f32 = 0.114;

/** Luma of the four pixels whose red lies at `at`. */
export function luma(at: usize): v128 {
  const plane = planeFloats * 4;
  const r = f32x4.mul(v128.load(at), f32x4.splat(red));
  const g = f32x4.mul(v128.load(at + plane), f32x4.splat(green));
  const b = f32x4.mul(v128.load(at + 2 * plane), f32x4.splat(blue));
  return f32x4.add(f32x4.add(r, g), b);
}
