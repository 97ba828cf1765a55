import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { CpuBackend } from '../cpuBackend';
import type { ConvolutionShape } from './convolve';
import { mirror } from './inputGradient';
import { packFilter, paddedColumns, sumParts } from './winograd';
import { PARTS } from './winogradGroups';
import {
  BETWEEN_BYTES,
  groupBytes,
  groupsOf,
  isWhole,
  isWholeGradient,
  suitsWinograd,
  tilesOf,
  windowBytes,
} from './winogradShape';

/** Whether the backward pass of a convolution and its batch norm can go group by group. */
export function suitsGroups(shape: ConvolutionShape): boolean {
  const keepsSize = shape.top === -1 && shape.outRows === shape.height && shape.outColumns === shape.width;
  return keepsSize && suitsWinograd(shape) && !isWhole(shape) && !isWholeGradient(shape);
}

/**
 * Gradients of filter, input and residual, from that of the batch norm's output.
 * @param normFields fields 0 to 6 of the WebAssembly kernel `normGradient`; dy is used up.
 */
export function backwardByGroups(
  backend: CpuBackend,
  shape: ConvolutionShape,
  { dy, x, filter }: Record<'dy' | 'x' | 'filter', TensorInfo>,
  normFields: readonly number[],
  hasResidual: boolean,
): { dFilter: TensorInfo; dX: TensorInfo; dResidual: TensorInfo | null } {
  const { images, height, width, channels, outChannels } = shape;
  const groups = groupsOf(shape);
  const { rows, columns } = tilesOf(shape);
  const mirrored = mirror(shape);
  const inColumns = paddedColumns(backend, mirrored);
  const gradientColumns = paddedColumns(backend, shape);
  const packed = packFilter(
    backend,
    mirrored,
    { address: backend.pointer(filter), flipped: true },
    inColumns,
  );

  // The last use of dy: what it is most like takes its place, the gradient of the input only where no row is read again.
  const dResidual = hasResidual ? backend.reuse(dy) : null;
  const inPlace = !hasResidual && channels === outChannels && groups.band === rows;
  const dX = inPlace ? backend.reuse(dy) : backend.output([images, height, width, channels]);

  const tiles = groups.images * groups.band * columns;
  const sums = backend.heap.allocate(groupBytes(channels, gradientColumns) * PARTS);
  const scratch = backend.pool.scratch(
    BETWEEN_BYTES +
      windowBytes(shape, groups.band) +
      groupBytes(tiles, Math.max(channels, outChannels)) +
      groupBytes(tiles, gradientColumns) +
      groupBytes(tiles, inColumns),
  );
  backend.pool.run('winogradBackward', PARTS, [
    ...normFields,
    backend.pointer(dX),
    dResidual ? backend.pointer(dResidual) : 0,
    backend.pointer(x),
    packed,
    sums,
    images,
    height,
    width,
    channels,
    outChannels,
    gradientColumns,
    PARTS,
    groups.images,
    groups.band,
    scratch.address,
    scratch.stride,
  ]);
  backend.heap.release(scratch.address);
  backend.heap.release(packed);
  return { dFilter: sumParts(backend, shape, gradientColumns, { sums, parts: PARTS }), dX, dResidual };
}
