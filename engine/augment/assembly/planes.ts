/** Between the source and the output, which are channels last, and the planes. */
import { columns, output, planeFloats, planes, rows, setSize, source } from './workspace';

/** The whole source, `height` × `width`, to the planes at its own size. */
export function unpack(height: i32, width: i32): void {
  const plane = planeFloats * 4;
  const pixels = <usize>height * <usize>width;
  const scale: f32 = 1.0 / 255.0;
  for (let i: usize = 0; i < pixels; i++) {
    store<f32>(planes + i * 4, <f32>load<u8>(source + i * 3) * scale);
    store<f32>(planes + plane + i * 4, <f32>load<u8>(source + i * 3, 1) * scale);
    store<f32>(planes + 2 * plane + i * 4, <f32>load<u8>(source + i * 3, 2) * scale);
  }
  setSize(height, width);
}

/** The planes to the output, channels last. */
export function pack(): void {
  const plane = planeFloats * 4;
  const pixels = <usize>rows * <usize>columns;
  let to = output;
  for (let i: usize = 0; i < pixels; i += 4) {
    const red = v128.load(planes + i * 4);
    const green = v128.load(planes + plane + i * 4);
    const blue = v128.load(planes + 2 * plane + i * 4);
    const redGreenLow = v128.shuffle<f32>(red, green, 0, 4, 1, 5);
    const redGreenHigh = v128.shuffle<f32>(red, green, 2, 6, 3, 7);
    const blueRed = v128.shuffle<f32>(blue, red, 0, 5, 2, 7);
    const greenBlue = v128.shuffle<f32>(green, blue, 1, 5, 3, 7);
    v128.store(to, v128.shuffle<f32>(redGreenLow, blueRed, 0, 1, 4, 5));
    v128.store(to, v128.shuffle<f32>(greenBlue, redGreenHigh, 0, 1, 4, 5), 16);
    v128.store(to, v128.shuffle<f32>(blueRed, greenBlue, 2, 3, 6, 7), 32);
    to += 48;
  }
}
