import { viewThreads } from './image';

/**
 * WGSL of colour jitter and of grayscale, as `engine/augment/assembly/color.ts` and `hue.ts` have them. The jitter goes
 * over the image twice: up to the contrast, which needs the mean of what is there, and from it on.
 */
export const colorCode = /* wgsl */ `
/** Turns the hue by so many sixths of a turn. A continuous function of the colour, at grey and between sectors, too. */
fn shiftHue(color: vec3f, sixths: f32) -> vec3f {
  let v = max(max(color.r, color.g), color.b);
  let m = min(min(color.r, color.g), color.b);
  let c = v - m;
  // Grey has no hue: its c is 0 and so is the difference, whatever it is divided by.
  var h = color.r - color.g;
  var sector = 4.0;
  if (v == color.r) { h = color.g - color.b; sector = 0.0; }
  else if (v == color.g) { h = color.b - color.r; sector = 2.0; }
  h = h / max(c, 1e-30) + sector + sixths;
  h += select(0.0, 6.0, h < 0.0);
  h -= select(0.0, 6.0, h >= 6.0);
  return m + c * saturate(vec3f(abs(h - 3.0) - 1.0, 2.0 - abs(h - 2.0), 2.0 - abs(h - 4.0)));
}

/** The four parts in the order of that number, 0 to 23, counted like one of mixed base: four bits each, the first lowest. */
fn partsInOrder(number: u32) -> u32 {
  var order = number;
  var choices = 0x3210u;
  var parts = 0u;
  for (var left = 4u; left > 0u; left--) {
    let shift = 4u * (order % left);
    order /= left;
    parts |= ((choices >> shift) & 15u) << (4u * (4u - left));
    let below = (1u << shift) - 1u;
    choices = (choices & below) | ((choices >> 4u) & ~below);
  }
  return parts;
}

/** The parts from place \`begin\` to before \`end\`: brightness, contrast, saturation, hue are numbers 0 to 3. */
fn jitter(color: vec3f, parts: u32, begin: u32, end: u32, amounts: vec4f, mean: f32) -> vec3f {
  var result = color;
  for (var place = begin; place < end; place++) {
    let part = (parts >> (4u * place)) & 15u;
    let amount = amounts[part];
    switch part {
      case 0u: { result = saturate(result * amount); }
      case 1u: { result = saturate(result * amount + (1.0 - amount) * mean); }
      case 2u: { result = saturate(result * amount + (1.0 - amount) * luma(result)); }
      default: { result = shiftHue(result, 6.0 * amount); }
    }
  }
  return result;
}

fn colorJitter(thread: u32, image: Image, order: u32, amounts: vec4f) {
  let parts = partsInOrder(order);
  var contrast = 0u;
  while (((parts >> (4u * contrast)) & 15u) != 1u) { contrast++; }
  var sum = 0.0;
  for (var p = thread; p < pixelsOf(image); p += ${viewThreads}u) {
    let color = jitter(work[image.at + p].rgb, parts, 0, contrast, amounts, 0);
    work[image.at + p] = vec4f(color, 0);
    sum += luma(color);
  }
  let mean = total(thread, sum) / f32(pixelsOf(image));
  for (var p = thread; p < pixelsOf(image); p += ${viewThreads}u) {
    work[image.at + p] = vec4f(jitter(work[image.at + p].rgb, parts, contrast, 4, amounts, mean), 0);
  }
}

fn grayscale(thread: u32, image: Image) {
  for (var p = thread; p < pixelsOf(image); p += ${viewThreads}u) {
    work[image.at + p] = vec4f(luma(work[image.at + p].rgb));
  }
}`;
