import { viewThreads } from './image';

/**
 * WGSL of resizing with antialiasing, as `engine/augment/assembly/resize.ts` has it: each pixel of the result is a sum over
 * a rectangle, whose weights are products of those of its rows and of its columns.
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

/** A rectangle of an image, resized to \`rows\` × \`columns\`, of which the square of a view at (\`down\`, \`across\`) is kept. */
struct Cut { top: u32, left: u32, height: u32, width: u32, rows: u32, columns: u32, down: u32, across: u32 }

/** All of an image, its shorter side as long as a view's, and of that the central square: see \`assembly/center.ts\`. */
fn centred(image: Image) -> Cut {
  let rows = shape.size * image.rows / min(image.rows, image.columns);
  let columns = shape.size * image.columns / min(image.rows, image.columns);
  let corner = round(vec2f(vec2u(rows, columns) - shape.size) / 2.0);
  return Cut(0, 0, image.rows, image.columns, rows, columns, u32(corner.x), u32(corner.y));
}

/** What is cut out of an image in \`bytes\` (\`packed\`) or in \`work\`. */
fn crop(thread: u32, source: Image, packed: bool, cut: Cut, to: u32) {
  let size = shape.size;
  for (var p = thread; p < size * size; p += ${viewThreads}u) {
    let down = tapsOf(cut.down + p / size, cut.height, cut.rows);
    let across = tapsOf(cut.across + p % size, cut.width, cut.columns);
    var sum = vec3f();
    for (var y = down.begin; y < down.end; y++) {
      var row = vec3f();
      let first = (cut.top + y) * source.columns + cut.left;
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
