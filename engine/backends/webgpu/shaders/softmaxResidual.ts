import { sumOfThreads, sumThreads } from './elementwise';
import { groupIndex, groupParameters } from './groupIndex';

/**
 * WGSL of the gradient of a softmax classifier's mean cross entropy. Bindings: 0 logits [rows, classes], 1 labels [rows], 2
 * result, 3 uniform: rows, classes. A workgroup for so many rows as it has threads; each counts the labels for itself.
 */
export const softmaxResidualCode = /* wgsl */ `
struct Shape { rows: u32, classes: u32 }
@group(0) @binding(0) var<storage, read> logits: array<f32>;
@group(0) @binding(1) var<storage, read> labels: array<f32>;
@group(0) @binding(2) var<storage, read_write> residual: array<f32>;
@group(0) @binding(3) var<uniform> shape: Shape;
${groupIndex}
${sumOfThreads}

@compute @workgroup_size(${sumThreads})
fn main(@builtin(local_invocation_index) thread: u32, ${groupParameters}) {
  var count = 0.0;
  for (var row = thread; row < shape.rows; row += ${sumThreads}u) { count += select(0.0, 1.0, labels[row] >= 0.0); }
  let labelled = sumOfThreads(thread, count);
  let row = groupIndex(group, groups) * ${sumThreads}u + thread;
  if (row >= shape.rows) { return; }
  let first = row * shape.classes;
  let counts = labels[row] >= 0.0;
  var highest = logits[first];
  for (var c = 1u; c < shape.classes; c++) { highest = max(highest, logits[first + c]); }
  var sum = 0.0;
  for (var c = 0u; c < shape.classes; c++) { sum += exp(logits[first + c] - highest); }
  for (var c = 0u; c < shape.classes; c++) {
    let wanted = select(0.0, 1.0, f32(c) == labels[row]);
    let value = (exp(logits[first + c] - highest) / sum - wanted) / labelled;
    residual[first + c] = select(0.0, value, counts);
  }
}`;
