/** Max-pooling of NHWC images; padding is never the maximum. */
import { int, pointer } from './fields';

/**
 * Chunk: one image. Fields: 0 x [B, H, W, C]  1 out [B, OH, OW, C]  2 H  3 W  4 C  5 window  6 stride  7 pad  8 OH  9 OW
 */
export function maxPool(args: usize, image: i32): void {
  const height = int(args, 2);
  const width = int(args, 3);
  const channels = int(args, 4);
  const window = int(args, 5);
  const stride = int(args, 6);
  const pad = int(args, 7);
  const outRows = int(args, 8);
  const outColumns = int(args, 9);
  const x = pointer(args, 0) + (<usize>(image * height * width * channels) << 2);
  let out = pointer(args, 1) + (<usize>(image * outRows * outColumns * channels) << 2);
  const bytes = <usize>channels << 2;
  for (let row = 0; row < outRows; row++) {
    const top = max(row * stride - pad, 0);
    const bottom = min(row * stride - pad + window, height);
    for (let column = 0; column < outColumns; column++) {
      const left = max(column * stride - pad, 0);
      const right = min(column * stride - pad + window, width);
      let c = 0;
      for (; c + 4 <= channels; c += 4) {
        const at = <usize>c << 2;
        let highest = f32x4.splat(-Infinity);
        for (let r = top; r < bottom; r++) {
          let p = x + <usize>(r * width + left) * bytes + at;
          for (let k = left; k < right; k++, p += bytes) highest = f32x4.max(highest, v128.load(p));
        }
        v128.store(out + at, highest);
      }
      for (; c < channels; c++) {
        const at = <usize>c << 2;
        let highest: f32 = -Infinity;
        for (let r = top; r < bottom; r++) {
          let p = x + <usize>(r * width + left) * bytes + at;
          for (let k = left; k < right; k++, p += bytes) highest = max<f32>(highest, load<f32>(p));
        }
        store<f32>(out + at, highest);
      }
      out += bytes;
    }
  }
}

/**
 * Gradient of `maxPool`: each output's gradient goes to the first maximum of its window. Chunk: one image.
 * Fields: 0 x  1 out  2 to 9 as in `maxPool`  10 dy [B, OH, OW, C]  11 dx [B, H, W, C]
 */
export function maxPoolGradient(args: usize, image: i32): void {
  const height = int(args, 2);
  const width = int(args, 3);
  const channels = int(args, 4);
  const window = int(args, 5);
  const stride = int(args, 6);
  const pad = int(args, 7);
  const outRows = int(args, 8);
  const outColumns = int(args, 9);
  const inputOffset = <usize>(image * height * width * channels) << 2;
  const outputOffset = <usize>(image * outRows * outColumns * channels) << 2;
  const x = pointer(args, 0) + inputOffset;
  const dx = pointer(args, 11) + inputOffset;
  let out = pointer(args, 1) + outputOffset;
  let dy = pointer(args, 10) + outputOffset;
  const bytes = <usize>channels << 2;
  memory.fill(dx, 0, <usize>(height * width) * bytes);
  for (let row = 0; row < outRows; row++) {
    const top = max(row * stride - pad, 0);
    const bottom = min(row * stride - pad + window, height);
    for (let column = 0; column < outColumns; column++) {
      const left = max(column * stride - pad, 0);
      const right = min(column * stride - pad + window, width);
      let c = 0;
      for (; c + 4 <= channels; c += 4) {
        const at = <usize>c << 2;
        const highest = v128.load(out + at);
        // What is still to be given away: each lane until its first maximum was found.
        let rest = v128.load(dy + at);
        for (let r = top; r < bottom; r++) {
          let p = <usize>(r * width + left) * bytes + at;
          for (let k = left; k < right; k++, p += bytes) {
            const equal = f32x4.eq(v128.load(x + p), highest);
            v128.store(dx + p, f32x4.add(v128.load(dx + p), v128.and(rest, equal)));
            rest = v128.andnot(rest, equal);
          }
        }
      }
      for (; c < channels; c++) {
        const at = <usize>c << 2;
        const highest = load<f32>(out + at);
        let rest = load<f32>(dy + at);
        for (let r = top; r < bottom; r++) {
          let p = <usize>(r * width + left) * bytes + at;
          for (let k = left; k < right; k++, p += bytes) {
            if (load<f32>(x + p) != highest) continue;
            store<f32>(dx + p, load<f32>(dx + p) + rest);
            rest = 0;
          }
        }
      }
      out += bytes;
      dy += bytes;
    }
  }
}
