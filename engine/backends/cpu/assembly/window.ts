/** Zero-padded copies of parts of an image, so that the micro-kernels need no bounds. */

/**
 * Copies rows [top, top + rows) and columns [left, left + columns) of an image [height, width, channels] to `target`
 * [rows, columns, channels]; what lies outside the image is zero. `top` and `left` may be negative.
 */
export function copyWindow(
  image: usize,
  height: i32,
  width: i32,
  channels: i32,
  top: i32,
  rows: i32,
  left: i32,
  columns: i32,
  target: usize,
): void {
  const pixel = (<usize>channels) << 2;
  const rowBytes = <usize>columns * pixel;
  const before = min(max(-left, 0), columns);
  const first = max(left, 0);
  const inside = max(min(width, left + columns) - first, 0);
  const beforeBytes = <usize>before * pixel;
  const insideBytes = <usize>inside * pixel;
  for (let r = top; r < top + rows; r++) {
    if (r < 0 || r >= height || inside == 0) {
      memory.fill(target, 0, rowBytes);
    } else {
      if (beforeBytes) memory.fill(target, 0, beforeBytes);
      memory.copy(target + beforeBytes, image + <usize>(r * width + first) * pixel, insideBytes);
      const afterBytes = rowBytes - beforeBytes - insideBytes;
      if (afterBytes) memory.fill(target + beforeBytes + insideBytes, 0, afterBytes);
    }
    target += rowBytes;
  }
}
