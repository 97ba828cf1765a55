/** Largest 16-bit float. */
const largest = 65504;
/** 1 as a float32. */
const one = '0x3f800000u';

/** WGSL of the state of the loss scale (see `engine/ops/lossScaleUpdate.ts`), for programs that raise gradients by it. */
export function lossScaleBinding(binding: number): string {
  return /* wgsl */ `
struct LossScale { scale: f32, inverse: f32, overflow: atomic<u32> }
@group(0) @binding(${binding}) var<storage, read_write> lossScale: LossScale;`;
}

/** WGSL before gradients are raised: `scale`, and `raised`, the largest sizes that they have come to so far. */
export const beginRaising = /* wgsl */ `let scale = lossScale.scale;
  var raised = vec4f();`;

/** WGSL that declares four raised gradients. */
export function raise(name: string, four: string): string {
  return /* wgsl */ `let ${name} = ${four} * scale;
      raised = max(raised, abs(${name}));`;
}

/**
 * WGSL after gradients were raised, which notes whether one was too large for a 16-bit float: what the conversion makes of
 * such a number is up to the hardware.
 */
export const endRaising = /* wgsl */ `if (any(raised > vec4f(${largest}.0))) { atomicStore(&lossScale.overflow, ${one}); }`;

/**
 * WGSL of kernel `LossScaleUpdate`. Bindings: 0 length of the gradients, 1 state, 2 uniform: good steps after which the scale
 * is doubled (0: it stays as it is), largest scale. One thread.
 */
export const lossScaleUpdateCode = /* wgsl */ `
struct Shape { growEvery: u32, largest: f32 }
@group(0) @binding(0) var<storage, read> norm: array<f32>;
@group(0) @binding(1) var<storage, read_write> state: array<f32>;
@group(0) @binding(2) var<uniform> shape: Shape;

@compute @workgroup_size(1)
fn main() {
  // By its bits: compilers may take it that no number is infinite.
  let finite = (bitcast<u32>(norm[0]) & 0x7f800000u) != 0x7f800000u;
  let good = finite && state[2] == 0.0;
  let steps = select(0.0, state[3] + 1.0, good);
  let dynamic = shape.growEvery > 0u;
  let due = dynamic && steps == f32(shape.growEvery);
  var factor = 1.0;
  if (due && state[0] < shape.largest) { factor = 2.0; }
  if (dynamic && !good && state[0] > 1.0) { factor = 0.5; }
  state[0] *= factor;
  state[1] *= select(select(1.0, 2.0, factor == 0.5), 0.5, factor == 2.0);
  state[2] = 0.0;
  state[3] = select(steps, 0.0, due);
  state[4] += select(1.0, 0.0, good);
  state[5] = select(state[5] + 1.0, 0.0, good);
}`;
