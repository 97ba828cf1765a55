/** Global average pooling: the mean over the pixels of each image. */
import { int, pointer } from './fields';

/** Mean over the pixels of each image. Chunk: one image. Fields: 0 x [B, pixels, C]  1 out [B, C]  2 pixels  3 C */
export function averagePool(args: usize, image: i32): void {
  const pixels = int(args, 2);
  const channels = int(args, 3);
  const from = pointer(args, 0) + ((<usize>(image * pixels * channels)) << 2);
  const to = pointer(args, 1) + ((<usize>(image * channels)) << 2);
  const stride = (<usize>channels) << 2;
  const share: f32 = <f32>1 / <f32>pixels;
  let c = 0;
  for (; c + 4 <= channels; c += 4) {
    let sum = f32x4.splat(0);
    let p = from + ((<usize>c) << 2);
    for (let i = 0; i < pixels; i++, p += stride) sum = f32x4.add(sum, v128.load(p));
    v128.store(to + ((<usize>c) << 2), f32x4.mul(sum, f32x4.splat(share)));
  }
  for (; c < channels; c++) {
    let sum: f32 = 0;
    let p = from + ((<usize>c) << 2);
    for (let i = 0; i < pixels; i++, p += stride) sum += load<f32>(p);
    store<f32>(to + ((<usize>c) << 2), sum * share);
  }
}

/** Gradient of `averagePool`. Chunk: one image. Fields: 0 dy [B, C]  1 dx [B, pixels, C]  2 pixels  3 C */
export function averagePoolGradient(args: usize, image: i32): void {
  const pixels = int(args, 2);
  const channels = int(args, 3);
  const from = pointer(args, 0) + ((<usize>(image * channels)) << 2);
  let to = pointer(args, 1) + ((<usize>(image * pixels * channels)) << 2);
  const share: f32 = <f32>1 / <f32>pixels;
  for (let i = 0; i < pixels; i++) {
    for (let c = 0; c < channels; c++) {
      store<f32>(to + ((<usize>c) << 2), load<f32>(from + ((<usize>c) << 2)) * share);
    }
    to += (<usize>channels) << 2;
  }
}
