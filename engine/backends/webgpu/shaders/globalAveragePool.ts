import { overElements } from './elementwise';

const head = /* wgsl */ `
struct Shape { elements: u32, channels: u32, pixels: u32 }
@group(0) @binding(0) var<storage, read> values: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;
@group(0) @binding(2) var<uniform> shape: Shape;
${overElements}
  let channel = at % shape.channels;`;

/** WGSL of the mean over the pixels. Bindings: 0 x [B, H, W, C], 1 out [B, C], 2 uniform: B · C, C, H · W. */
export const poolCode = /* wgsl */ `${head}
  let first = at / shape.channels * shape.pixels * shape.channels + channel;
  var sum = 0.0;
  for (var pixel = 0u; pixel < shape.pixels; pixel++) { sum += values[first + pixel * shape.channels]; }
  result[at] = sum / f32(shape.pixels);
}`;

/** WGSL of its gradient. Bindings: 0 dy [B, C], 1 dX [B, H, W, C], 2 uniform: B · H · W · C, C, H · W. */
export const poolGradientCode = /* wgsl */ `${head}
  let image = at / (shape.channels * shape.pixels);
  result[at] = values[image * shape.channels + channel] / f32(shape.pixels);
}`;
