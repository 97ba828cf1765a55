import { viewThreads } from './image';

/**
 * WGSL of Gaussian noise: the numbers of `engine/augment/assembly/noise.ts`, which says in what order a plane takes them.
 * WGSL has no product of 64 bits, and promises too few digits of sine, cosine and logarithm.
 */
export const noiseCode = /* wgsl */ `
/** The upper and the lower word of a product. */
fn product(a: u32, b: u32) -> vec2u {
  let low = (a & 0xffffu) * (b & 0xffffu);
  let middle = (a >> 16u) * (b & 0xffffu) + (low >> 16u);
  let other = (a & 0xffffu) * (b >> 16u) + (middle & 0xffffu);
  return vec2u((a >> 16u) * (b >> 16u) + (middle >> 16u) + (other >> 16u), a * b);
}

/** A block of Philox4x32-10. */
fn philox(counter: vec4u, key: vec2u) -> vec4u {
  var c = counter;
  var k = key;
  for (var round = 0; round < 10; round++) {
    let first = product(0xd2511f53u, c.x);
    let second = product(0xcd9e8d57u, c.z);
    c = vec4u(second.x ^ c.y ^ k.x, second.y, first.x ^ c.w ^ k.y, first.y);
    k += vec2u(0x9e3779b9u, 0xbb67ae85u);
  }
  return c;
}

/** Natural logarithm of a number in (0, 1]. */
fn logarithm(x: f32) -> f32 {
  let shifted = bitcast<i32>(x) - 0x3f3504f3;
  let m = bitcast<f32>((shifted & 0x007fffff) + 0x3f3504f3);
  let s = (m - 1.0) / (m + 1.0);
  let s2 = s * s;
  let series = (((2.0 / 9.0 * s2 + 2.0 / 7.0) * s2 + 2.0 / 5.0) * s2 + 2.0 / 3.0) * s2 + 2.0;
  return f32(shifted >> 23u) * 0.6931471805599453 + s * series;
}

/** Cosine and sine of 2π · word/2³². */
fn circle(word: u32) -> vec2f {
  let quarter = (word + 0x20000000u) >> 30u;
  let x = f32(bitcast<i32>(word - (quarter << 30u))) * (6.283185307179586 / 4294967296.0);
  let x2 = x * x;
  let s = ((((x2 / 362880.0 - 1.0 / 5040.0) * x2 + 1.0 / 120.0) * x2 - 1.0 / 6.0) * x2) * x + x;
  let c = (((x2 / 40320.0 - 1.0 / 720.0) * x2 + 1.0 / 24.0) * x2 - 0.5) * x2 + 1.0;
  let rest = select(vec2f(c, s), vec2f(-s, c), (quarter & 1u) == 1u);
  return select(rest, -rest, (quarter & 2u) == 2u);
}

/** Two normally distributed numbers by Box and Muller's method. */
fn normals(words: vec2u) -> vec2f {
  // The logarithm of 1 may come out a trace above 0.
  let square = max(-2.0 * logarithm((f32(words.x) + 0.5) / 4294967296.0), 0.0);
  return sqrt(square) * circle(words.y);
}

/** Each thread takes four pixels of a group of sixteen, whose numbers come from the same lane of a block a channel. */
fn noise(thread: u32, image: Image, sigma: f32, key: vec2u, counter: vec3u) {
  let groups = (pixelsOf(image) + 15u) / 16u;
  for (var i = thread; i < 4u * groups; i += ${viewThreads}u) {
    var colors: array<vec3f, 4>;
    for (var channel = 0u; channel < 3u; channel++) {
      let words = philox(vec4u(4u * groups * channel + i + 1u, counter), key);
      let low = normals(words.xy);
      let high = normals(words.zw);
      colors[0][channel] = low.x;
      colors[1][channel] = low.y;
      colors[2][channel] = high.x;
      colors[3][channel] = high.y;
    }
    for (var j = 0u; j < 4u; j++) {
      let p = 16u * (i / 4u) + 4u * j + i % 4u;
      if (p < pixelsOf(image)) {
        let at = image.at + p;
        work[at] = vec4f(saturate(work[at].rgb + sigma * colors[j]), 0);
      }
    }
  }
}`;
