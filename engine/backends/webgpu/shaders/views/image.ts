/** Threads of the workgroup that makes a view. */
export const viewThreads = 256;

/**
 * WGSL of what a view is made from and in. A workgroup has two places for an image in `work`, one after another, each of
 * `shape.room` pixels; a step reads one of them and writes where it read or to the other. Images in `bytes` are 8-bit RGB
 * without gaps: a pixel begins at any byte.
 */
export const imageCode = /* wgsl */ `
/** Where an image begins, a pixel in \`work\` or a byte in \`bytes\`, and its size. */
struct Image { at: u32, rows: u32, columns: u32 }

fn bytePixel(at: u32) -> vec3f {
  let shift = 8u * (at % 4u);
  var word = bytes[at / 4u] >> shift;
  if (shift > 8u) { word |= bytes[at / 4u + 1u] << (32u - shift); }
  return unpack4x8unorm(word).rgb;
}

fn pixelsOf(image: Image) -> u32 { return image.rows * image.columns; }

/** The same size at the other of the two places, which begin at \`first\`. */
fn otherPlace(image: Image, first: u32) -> u32 { return 2u * first + shape.room - image.at; }

fn luma(color: vec3f) -> f32 { return dot(color, vec3f(0.2989, 0.587, 0.114)); }

var<workgroup> shares: array<f32, ${viewThreads}>;

/** The sum over the workgroup, which all of its threads get. */
fn total(thread: u32, value: f32) -> f32 {
  workgroupBarrier();
  shares[thread] = value;
  for (var half = ${viewThreads / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (thread < half) { shares[thread] += shares[thread + half]; }
  }
  workgroupBarrier();
  return shares[0];
}

/** The whole image in \`bytes\` to \`work\`. */
fn unpackImage(thread: u32, source: Image, to: u32) {
  for (var p = thread; p < pixelsOf(source); p += ${viewThreads}u) {
    work[to + p] = vec4f(bytePixel(source.at + 3u * p), 0);
  }
}`;
