import { viewThreads } from './image';

/**
 * WGSL of a crop that is resized with antialiasing, as `engine/augment/assembly/resize.ts` has it: each pixel of the
 * result is a sum over a rectangle, whose weights are products of those of its rows and of its columns.
 */
export const cropCode = /* wgsl */ `
/** The inputs from \`begin\` to before \`end\` of an output: \`first\` is how far the first of them lies from its centre. */
struct Taps { begin: u32, end: u32, first: f32, support: f32, sum: f32 }

fn weight(taps: Taps, i: u32) -> f32 {
  return max(1.0 - abs(taps.first + f32(i - taps.begin)) / taps.support, 0.0);
}

/** Output i of \`length\` inputs resized to \`size\`. The centre is a fraction of whole numbers, to lose no digits of it. */
fn tapsOf(i: u32, length: u32, size: u32) -> Taps {
  let centre = (2u * i + 1u) * length;
  let whole = i32(centre / (2u * size));
  let part = f32(centre % (2u * size)) / f32(2u * size);
  let support = max(f32(length) / f32(size), 1.0);
  let begin = max(whole + i32(floor(part - support + 0.5)), 0);
  let end = min(whole + i32(floor(part + support + 0.5)), i32(length));
  var taps = Taps(u32(begin), u32(end), f32(begin - whole) - part + 0.5, support, 0);
  for (var j = taps.begin; j < taps.end; j++) { taps.sum += weight(taps, j); }
  return taps;
}

/** The rectangle of \`height\` × \`width\` at (\`top\`, \`left\`) of an image in \`bytes\` (\`packed\`) or in \`work\`, as a square. */
fn crop(thread: u32, source: Image, packed: bool, top: u32, left: u32, height: u32, width: u32, to: u32) {
  let size = shape.size;
  for (var p = thread; p < size * size; p += ${viewThreads}u) {
    let down = tapsOf(p / size, height, size);
    let across = tapsOf(p % size, width, size);
    var sum = vec3f();
    for (var y = down.begin; y < down.end; y++) {
      var row = vec3f();
      let first = (top + y) * source.columns + left;
      for (var x = across.begin; x < across.end; x++) {
        if (packed) { row += weight(across, x) * bytePixel(source.at + 3u * (first + x)); }
        else { row += weight(across, x) * work[source.at + first + x].rgb; }
      }
      sum += weight(down, y) * row;
    }
    // Rounding may carry a sum of weights over 1.
    work[to + p] = vec4f(min(sum / (down.sum * across.sum), vec3f(1)), 0);
  }
}`;
