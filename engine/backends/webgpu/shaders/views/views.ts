import { recordTypes } from '../../../../augment/encodeTransforms';
import { groupIndex, groupParameters } from '../groupIndex';
import { colorCode } from './color';
import { cropCode } from './crop';
import { filtersCode } from './filters';
import { imageCode, viewThreads } from './image';
import { movesCode } from './moves';
import { noiseCode } from './noise';

/** Words of a step's record, and of what comes before the steps of a view. */
export const recordWords = 8;

/**
 * WGSL of the views of T: a workgroup makes one, by the steps that have been drawn for it (see
 * `engine/augment/gpu/packSteps.ts`). Bindings: 0 bytes of images, 1 records, 2 work [views, 2, room] of four numbers a
 * pixel, 3 views [rows, S, S, 3], 4 uniform: views, number of the first in the records, words of a view there, S, room.
 */
export const viewsCode = /* wgsl */ `
struct Shape { count: u32, first: u32, words: u32, size: u32, room: u32 }
@group(0) @binding(0) var<storage, read> bytes: array<u32>;
@group(0) @binding(1) var<storage, read> records: array<u32>;
@group(0) @binding(2) var<storage, read_write> work: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> views: array<f32>;
@group(0) @binding(4) var<uniform> shape: Shape;
${groupIndex}
${imageCode}
${cropCode}
${colorCode}
${filtersCode}
${movesCode}
${noiseCode}

fn real(at: u32) -> f32 { return bitcast<f32>(records[at]); }

@compute @workgroup_size(${viewThreads})
fn main(@builtin(local_invocation_index) thread: u32, ${groupParameters}) {
  let view = groupIndex(group, groups);
  if (view >= shape.count) { return; }
  let begin = (shape.first + view) * shape.words;
  let source = Image(records[begin + 1u], records[begin + 2u], records[begin + 3u]);
  let place = 2u * shape.room * view;
  var image = Image(place, source.rows, source.columns);
  for (var i = 1u; i <= records[begin + 4u]; i++) {
    let step = begin + ${recordWords}u * i;
    let kind = records[step];
    let a = records[step + 1u];
    let b = records[step + 2u];
    let c = records[step + 3u];
    let d = records[step + 4u];
    let other = otherPlace(image, place);
    if (kind == ${recordTypes.crop}u || kind == ${recordTypes.center}u) {
      var cut = Cut(a, b, c, d, shape.size, shape.size, 0, 0);
      if (kind == ${recordTypes.center}u) { cut = centred(image); }
      let packed = i == 1u;
      if (packed) { crop(thread, source, true, cut, image.at); }
      else { crop(thread, image, false, cut, other); }
      image = Image(select(other, image.at, packed), shape.size, shape.size);
    } else {
      if (i == 1u) {
        unpackImage(thread, source, image.at);
        storageBarrier();
      }
      switch kind {
        case ${recordTypes.flip}u: { flip(thread, image); }
        case ${recordTypes.color}u: {
          colorJitter(thread, image, a, vec4f(real(step + 2u), real(step + 3u), real(step + 4u), real(step + 5u)));
        }
        case ${recordTypes.grayscale}u: { grayscale(thread, image); }
        case ${recordTypes.blur}u: { blur(thread, image, real(step + 1u), b, other); }
        case ${recordTypes.cutout}u: { cutout(thread, image, a, b, c, d); }
        case ${recordTypes.sobel}u: { sobel(thread, image, other); }
        case ${recordTypes.noise}u: {
          noise(thread, image, real(step + 1u), vec2u(b, c), vec3u(d, records[step + 5u], records[step + 6u]));
        }
        case ${recordTypes.rotate}u: { image = rotate(thread, image, a, other); }
        default: { }
      }
    }
    storageBarrier();
    workgroupBarrier();
  }
  let values = 3u * shape.size * shape.size;
  let to = records[begin] * values;
  for (var i = thread; i < values; i += ${viewThreads}u) { views[to + i] = work[image.at + i / 3u][i % 3u]; }
}`;
