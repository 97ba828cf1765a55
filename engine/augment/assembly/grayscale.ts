/** Grayscale, with a probability: each pixel becomes its luma in all three channels. */
import { luma } from './luma';
import { columns, planeFloats, planes, rows } from './workspace';

/** Takes the colour out, in place. */
export function applyGrayscale(): void {
  const plane = planeFloats * 4;
  const end = planes + <usize>(rows * columns) * 4;
  for (let at = planes; at < end; at += 16) {
    const grey = luma(at);
    v128.store(at, grey);
    v128.store(at + plane, grey);
    v128.store(at + 2 * plane, grey);
  }
}
