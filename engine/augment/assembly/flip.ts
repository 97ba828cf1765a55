/** Horizontal flip, with a probability. */
import { columns, planeFloats, planes, rows } from './workspace';

/** Mirrors every row, in place. */
export function applyFlip(): void {
  const width = <usize>columns;
  const half = width / 2;
  for (let channel: usize = 0; channel < 3; channel++) {
    for (let y: usize = 0; y < <usize>rows; y++) {
      let left = planes + (channel * planeFloats + y * width) * 4;
      let right = left + width * 4;
      let done: usize = 0;
      for (; done + 4 <= half; done += 4) {
        right -= 16;
        const a = v128.load(left);
        const b = v128.load(right);
        v128.store(left, v128.shuffle<f32>(b, b, 3, 2, 1, 0));
        v128.store(right, v128.shuffle<f32>(a, a, 3, 2, 1, 0));
        left += 16;
      }
      for (; done < half; done++) {
        right -= 4;
        const a = load<f32>(left);
        store<f32>(left, load<f32>(right));
        store<f32>(right, a);
        left += 4;
      }
    }
  }
}
