import { overElements } from './elementwise';

/** Shape of a max-pooling but for the batch's size, which programs are given as they run; all in pixels but `channels`. */
export type PoolShape = Readonly<
  Record<
    | ('height' | 'width' | 'outHeight' | 'outWidth' | 'channels')
    | ('windowHeight' | 'windowWidth' | 'strideHeight' | 'strideWidth' | 'padTop' | 'padLeft'),
    number
  >
>;

/** Channels that a thread takes: four, where they are so many times four. */
export function channelsAtOnce({ channels }: PoolShape): number {
  return channels % 4 === 0 ? 4 : 1;
}

/** WGSL of what both programs begin with; `Value` is what a thread computes with. */
function head(shape: PoolShape): string {
  const atOnce = channelsAtOnce(shape);
  // As constants, for dividing by a constant is cheap.
  const numbers = Object.entries({ ...shape, channels: shape.channels / atOnce });
  return /* wgsl */ `
alias Value = ${atOnce === 4 ? 'vec4f' : 'f32'};
${numbers.map(([name, value]) => `const ${name} = ${value};`).join('\n')}
struct Shape { elements: u32 }

/** The input at a pixel, as a place in \`x\`. */
fn inputAt(image: u32, row: i32, column: i32, channel: u32) -> u32 {
  return ((image * height + u32(row)) * width + u32(column)) * channels + channel;
}`;
}

/**
 * WGSL of max-pooling; padding is never the maximum. Bindings: 0 x [B, H, W, C], 1 out [B, Ho, Wo, C], 2 uniform:
 * values of the output, in fours where `channelsAtOnce` says so.
 */
export function maxPoolCode(shape: PoolShape): string {
  return /* wgsl */ `${head(shape)}
@group(0) @binding(0) var<storage, read> x: array<Value>;
@group(0) @binding(1) var<storage, read_write> result: array<Value>;
@group(0) @binding(2) var<uniform> shape: Shape;
${overElements}
  let pixel = at / channels;
  let image = pixel / (outHeight * outWidth);
  let top = i32(pixel / outWidth % outHeight * strideHeight) - padTop;
  let left = i32(pixel % outWidth * strideWidth) - padLeft;
  var highest = Value(-0x1.fffffep+127);
  for (var row = max(top, 0); row < min(top + windowHeight, height); row++) {
    for (var column = max(left, 0); column < min(left + windowWidth, width); column++) {
      highest = max(highest, x[inputAt(image, row, column, at % channels)]);
    }
  }
  result[at] = highest;
}`;
}

/**
 * WGSL of its gradient: each output's goes to the first maximum of its window, rows from top to bottom. A thread sums for an
 * input over the windows that it is in, in that order. Bindings: 0 dy and 1 out [B, Ho, Wo, C], 2 x and 3 dX [B, H, W, C], 4
 * uniform: values of the input, as above.
 */
export function maxPoolGradientCode(shape: PoolShape): string {
  return /* wgsl */ `${head(shape)}
@group(0) @binding(0) var<storage, read> dy: array<Value>;
@group(0) @binding(1) var<storage, read> out: array<Value>;
@group(0) @binding(2) var<storage, read> x: array<Value>;
@group(0) @binding(3) var<storage, read_write> dx: array<Value>;
@group(0) @binding(4) var<uniform> shape: Shape;

/** Of the windows along a side, the first that sees a place (padding counts), where one does. */
fn firstWindow(place: u32, window: u32, stride: u32) -> u32 {
  return (max(place + stride, window) - window) / stride;
}
${overElements}
  let channel = at % channels;
  let pixel = at / channels;
  let image = pixel / (height * width);
  let y = pixel / width % height + padTop;
  let z = pixel % width + padLeft;
  let value = x[at];
  var sum = Value();
  for (var i = firstWindow(y, windowHeight, strideHeight); i < min(y / strideHeight + 1, outHeight); i++) {
    for (var j = firstWindow(z, windowWidth, strideWidth); j < min(z / strideWidth + 1, outWidth); j++) {
      let window = ((image * outHeight + i) * outWidth + j) * channels + channel;
      var mine = value == out[window];
      // Most inputs are no maximum, and need not look for one before them.
      if (!any(mine)) { continue; }
      let left = i32(j * strideWidth) - padLeft;
      for (var row = max(i32(i * strideHeight) - padTop, 0); row <= i32(y) - padTop; row++) {
        let end = select(min(left + windowWidth, width), i32(z) - padLeft, row == i32(y) - padTop);
        for (var column = max(left, 0); column < end; column++) {
          mine &= x[inputAt(image, row, column, channel)] != value;
        }
      }
      sum += select(Value(), dy[window], mine);
    }
  }
  dx[at] = sum;
}`;
}
