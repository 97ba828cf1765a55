/** Every so-manyth pixel of images, and back: a 1 × 1 convolution with a stride is a matrix product over those. */
import { int, pointer } from './fields';

/**
 * Takes the pixels (stride · i, stride · j). Chunk: one image.
 * Fields: 0 images [B, H, W, C]  1 target [B, OH, OW, C]  2 H  3 W  4 C  5 OH  6 OW  7 stride
 */
export function subsample(args: usize, image: i32): void {
  const channels = int(args, 4);
  const outColumns = int(args, 6);
  const stride = int(args, 7);
  const pixel = (<usize>channels) << 2;
  const row = pixel * int(args, 3);
  let from = pointer(args, 0) + row * int(args, 2) * image;
  let to = pointer(args, 1) + pixel * (int(args, 5) * outColumns) * image;
  for (let i = int(args, 5); i > 0; i--) {
    let source = from;
    for (let j = outColumns; j > 0; j--) {
      copyPixel(source, pixel, to);
      source += pixel * stride;
      to += pixel;
    }
    from += row * stride;
  }
}

/** The reverse: puts pixels at (stride · i, stride · j) of images that are zero elsewhere. Fields as in `subsample`. */
export function spread(args: usize, image: i32): void {
  const height = int(args, 2);
  const channels = int(args, 4);
  const outRows = int(args, 5);
  const outColumns = int(args, 6);
  const stride = int(args, 7);
  const pixel = (<usize>channels) << 2;
  const row = pixel * int(args, 3);
  let to = pointer(args, 0) + row * height * image;
  let from = pointer(args, 1) + pixel * (outRows * outColumns) * image;
  for (let i = 0; i < height; i++) {
    memory.fill(to, 0, row);
    if (i % stride == 0 && i / stride < outRows) {
      let target = to;
      for (let j = outColumns; j > 0; j--) {
        copyPixel(from, pixel, target);
        from += pixel;
        target += pixel * stride;
      }
    }
    to += row;
  }
}

// @ts-ignore: decorator
@inline
function copyPixel(from: usize, bytes: usize, to: usize): void {
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) v128.store(to + at, v128.load(from + at));
  for (; at < bytes; at += 4) store<i32>(to + at, load<i32>(from + at));
}
