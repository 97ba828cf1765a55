import type { CpuBackend } from '../cpuBackend';
import type { ConvolutionShape } from './convolve';
import type { PartialSums, WinogradOperands } from './winograd';
import { BETWEEN_BYTES, groupBytes, groupsOf, tilesOf, windowBytes, type Groups } from './winogradShape';

/** Parts that a batch is split into for the gradient of a filter. */
export const PARTS = 16;

/** A thread's memory for a group: the window of an image, its tiles, their products. */
function scratchFor(backend: CpuBackend, shape: ConvolutionShape, groups: Groups, columns: number) {
  const tiles = groups.images * groups.band * tilesOf(shape).columns;
  const window = windowBytes(shape, groups.band);
  return backend.pool.scratch(
    BETWEEN_BYTES + window + groupBytes(tiles, shape.channels) + groupBytes(tiles, columns),
  );
}

/** Number of chunks, and so of moment totals, of `convolveGroups`. */
export function groupChunks(shape: ConvolutionShape): number {
  return Math.ceil(shape.images / groupsOf(shape).images);
}

/** Convolves one group of tiles after the other within a thread's cache. */
export function convolveGroups(
  backend: CpuBackend,
  shape: ConvolutionShape,
  columns: number,
  { input, packed, output, moments }: WinogradOperands,
): void {
  const groups = groupsOf(shape);
  const scratch = scratchFor(backend, shape, groups, columns);
  backend.pool.run('winograd', groupChunks(shape), [
    input,
    packed,
    output,
    shape.images,
    shape.height,
    shape.width,
    shape.channels,
    shape.outChannels,
    -shape.top,
    shape.outRows,
    shape.outColumns,
    groups.images,
    groups.band,
    scratch.address,
    scratch.stride,
    moments,
  ]);
  backend.heap.release(scratch.address);
}

/** Adds the gradient of the filter up over one group after the other, in parts of the batch. */
export function sumGroups(
  backend: CpuBackend,
  shape: ConvolutionShape,
  columns: number,
  x: number,
  dy: number,
): PartialSums {
  const sums = backend.heap.allocate(groupBytes(shape.channels, columns) * PARTS);
  const groups = groupsOf(shape);
  const scratch = scratchFor(backend, shape, groups, columns);
  backend.pool.run('winogradFilterGradient', PARTS, [
    x,
    dy,
    sums,
    shape.images,
    shape.height,
    shape.width,
    shape.channels,
    shape.outChannels,
    -shape.top,
    shape.outRows,
    shape.outColumns,
    columns,
    PARTS,
    groups.images,
    groups.band,
    scratch.address,
    scratch.stride,
  ]);
  backend.heap.release(scratch.address);
  return { sums, parts: PARTS };
}
