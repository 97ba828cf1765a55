/**
 * The view for evaluation, without chance: the shorter side is resized to the view's and the centre is kept, as
 * torchvision's Resize(size) and CenterCrop(size) do.
 */
import { resize } from './resize';

/** Makes the centre view of the source, `height` × `width`. */
export function applyCenter(height: i32, width: i32, size: i32): void {
  const newHeight = width < height ? <i32>((<i64>size * <i64>height) / <i64>width) : size;
  const newWidth = height < width ? <i32>((<i64>size * <i64>width) / <i64>height) : size;
  const top = <i32>nearest(<f64>(newHeight - size) / 2.0);
  const left = <i32>nearest(<f64>(newWidth - size) / 2.0);
  resize(true, width, 0, 0, height, width, newHeight, newWidth, top, left, size);
}
