/**
 * Bilinear resize with antialiasing, as PIL has it and torchvision with `antialias=True`: the triangle filter is as
 * wide as the pixels are shrunk, and plain bilinear interpolation where they grow. Separable: each row that is
 * needed is resized across, waits in a ring, and rows of the ring are summed down. Pixels are four floats there
 * (red, green, blue and one unused), since the weights belong to pixels; the sums go to planes.
 */
import {
  columnTable,
  columnWeights,
  columns,
  otherPlanes,
  pixelRow,
  planeFloats,
  planes,
  ring,
  rowTable,
  rowWeights,
  setSize,
  source,
  swapPlanes,
} from './workspace';

/**
 * Weights for `count` outputs from number `first` on, of `length` inputs resized to `resized` outputs: for each its
 * first input and number of inputs in `table` (int32), and in `weights` (float32) its weights times `factor`,
 * filled up with zeros. As in PIL: output i lies at (i + ½) · scale, and inputs count by their distance from it.
 * @returns the number of weights an output has room for.
 */
function weigh(
  length: i32,
  resized: i32,
  first: i32,
  count: i32,
  factor: f64,
  table: usize,
  weights: usize,
): i32 {
  const scale = <f64>length / <f64>resized;
  const support = max(scale, 1.0);
  const room = scale <= 1.0 ? 2 : <i32>Math.ceil(support) * 2 + 1;
  for (let i = 0; i < count; i++) {
    const centre = scale * (<f64>(first + i) + 0.5);
    // Towards zero, as the reference has it; below zero both ends are cut off anyway.
    const begin = max(<i32>(centre - support + 0.5), 0);
    const end = min(min(<i32>(centre + support + 0.5), length), begin + room);
    const at = weights + <usize>(i * room) * 4;
    let total = 0.0;
    for (let j = begin; j < end; j++) {
      total += max(1.0 - Math.abs((<f64>j - centre + 0.5) / support), 0.0);
    }
    const norm = factor / total;
    for (let j = begin; j < end; j++) {
      const weight = max(1.0 - Math.abs((<f64>j - centre + 0.5) / support), 0.0);
      store<f32>(at + <usize>(j - begin) * 4, <f32>(weight * norm));
    }
    for (let j = end - begin; j < room; j++) store<f32>(at + <usize>j * 4, 0);
    store<i32>(table + <usize>i * 8, begin);
    store<i32>(table + <usize>i * 8, end - begin, 4);
  }
  return room;
}

/** A row of 8-bit pixels to four floats a pixel, 0 to 255. */
function loadBytes(from: usize, width: i32): void {
  for (let x: usize = 0; x < <usize>width; x++) {
    const bytes = v128.load32_zero(from + x * 3);
    const words = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes));
    v128.store(pixelRow + x * 16, f32x4.convert_i32x4_s(words));
  }
}

/** A row of the planes to four floats a pixel. */
function loadPlanes(from: usize, width: i32): void {
  const plane = planeFloats * 4;
  for (let x: usize = 0; x < <usize>width; x++) {
    const at = from + x * 4;
    store<f32>(pixelRow + x * 16, load<f32>(at));
    store<f32>(pixelRow + x * 16, load<f32>(at + plane), 4);
    store<f32>(pixelRow + x * 16, load<f32>(at + 2 * plane), 8);
    store<f32>(pixelRow + x * 16, 0, 12);
  }
}

/** Resizes `pixelRow` across to `size` pixels at `to`. */
function across(to: usize, size: i32, room: i32): void {
  if (room == 2) {
    for (let x: usize = 0; x < <usize>size; x++) {
      const from = pixelRow + <usize>load<i32>(columnTable + x * 8) * 16;
      const left = f32x4.mul(v128.load(from), v128.load32_splat(columnWeights + x * 8));
      const right = f32x4.mul(v128.load(from, 16), v128.load32_splat(columnWeights + x * 8, 4));
      v128.store(to + x * 16, f32x4.add(left, right));
    }
    return;
  }
  for (let x: usize = 0; x < <usize>size; x++) {
    const from = pixelRow + <usize>load<i32>(columnTable + x * 8) * 16;
    const count = <usize>load<i32>(columnTable + x * 8, 4);
    const weights = columnWeights + x * <usize>room * 4;
    let sum = f32x4.splat(0);
    for (let j: usize = 0; j < count; j++) {
      sum = f32x4.add(sum, f32x4.mul(v128.load(from + j * 16), v128.load32_splat(weights + j * 4)));
    }
    v128.store(to + x * 16, sum);
  }
}

/** Sums rows of the ring to row y of the planes, four pixels at a time. */
function down(y: i32, size: i32, stride: usize, room: i32): void {
  const begin = load<i32>(rowTable + <usize>y * 8);
  const count = load<i32>(rowTable + <usize>y * 8, 4);
  const weights = rowWeights + <usize>(y * room) * 4;
  const plane = planeFloats * 4;
  const firstSlot = begin % room;
  const one = f32x4.splat(1);
  let to = otherPlanes + <usize>(y * size) * 4;
  for (let x: usize = 0; x < <usize>size; x += 4) {
    let p0 = f32x4.splat(0);
    let p1 = f32x4.splat(0);
    let p2 = f32x4.splat(0);
    let p3 = f32x4.splat(0);
    let slot = firstSlot;
    for (let j = 0; j < count; j++) {
      const weight = v128.load32_splat(weights + <usize>j * 4);
      const from = ring + <usize>slot * stride + x * 16;
      p0 = f32x4.add(p0, f32x4.mul(v128.load(from), weight));
      p1 = f32x4.add(p1, f32x4.mul(v128.load(from, 16), weight));
      p2 = f32x4.add(p2, f32x4.mul(v128.load(from, 32), weight));
      p3 = f32x4.add(p3, f32x4.mul(v128.load(from, 48), weight));
      slot++;
      if (slot == room) slot = 0;
    }
    const redGreen01 = v128.shuffle<f32>(p0, p1, 0, 4, 1, 5);
    const redGreen23 = v128.shuffle<f32>(p2, p3, 0, 4, 1, 5);
    const blue01 = v128.shuffle<f32>(p0, p1, 2, 6, 3, 7);
    const blue23 = v128.shuffle<f32>(p2, p3, 2, 6, 3, 7);
    // Rounding may carry a sum of weights over 1. Where a row ends within these four pixels the rest is overwritten
    // by the next row, or lies in the plane's padding.
    v128.store(to, f32x4.pmin(one, v128.shuffle<f32>(redGreen01, redGreen23, 0, 1, 4, 5)));
    v128.store(to + plane, f32x4.pmin(one, v128.shuffle<f32>(redGreen01, redGreen23, 2, 3, 6, 7)));
    v128.store(to + 2 * plane, f32x4.pmin(one, v128.shuffle<f32>(blue01, blue23, 0, 1, 4, 5)));
    to += 16;
  }
}

/**
 * Resizes the rectangle at (`top`, `left`) of `height` × `width` pixels to `newHeight` × `newWidth` and keeps the
 * square of side `size` whose corner is (`offsetY`, `offsetX`) there. Reads the source, of rows of `sourceWidth`
 * pixels, or the planes (`fromSource` false); the result is in the planes.
 */
export function resize(
  fromSource: bool,
  sourceWidth: i32,
  top: i32,
  left: i32,
  height: i32,
  width: i32,
  newHeight: i32,
  newWidth: i32,
  offsetY: i32,
  offsetX: i32,
  size: i32,
): void {
  const columnRoom = weigh(
    width,
    newWidth,
    offsetX,
    size,
    fromSource ? 1.0 / 255.0 : 1.0,
    columnTable,
    columnWeights,
  );
  const rowRoom = weigh(height, newHeight, offsetY, size, 1.0, rowTable, rowWeights);
  const stride = ((<usize>(size + 3)) & ~3) * 16;
  // A plain bilinear sum at the right edge reads one pixel past it, with weight 0.
  v128.store(pixelRow + <usize>width * 16, f32x4.splat(0));
  let ready = load<i32>(rowTable);
  for (let y = 0; y < size; y++) {
    const end = load<i32>(rowTable + <usize>y * 8) + load<i32>(rowTable + <usize>y * 8, 4);
    for (; ready < end; ready++) {
      const row = <usize>(top + ready);
      if (fromSource) loadBytes(source + (row * <usize>sourceWidth + <usize>left) * 3, width);
      else loadPlanes(planes + (row * <usize>columns + <usize>left) * 4, width);
      across(ring + <usize>(ready % rowRoom) * stride, size, columnRoom);
    }
    down(y, size, stride, rowRoom);
  }
  swapPlanes();
  setSize(size, size);
}
