/** The kernels by number: one table for the pool and, through kernelNumbers.ts on the other side, for the backend. */
import { packFlipped, packMatrix } from './pack';
import { gemm } from './gemm';
import { convolution } from './convolution';
import { filterGradient, sumPartials } from './filterGradient';
import { averagePool, averagePoolGradient } from './averagePool';
import { affine, normGradient, normGradientSums } from './batchNorm';
import { binary } from './elementwise';
import { maxPool, maxPoolGradient } from './maxPool';
import { moments } from './moments';
import { normalizeRows, ntXentGradient, ntXentLoss } from './ntXent';
import { spread, subsample } from './subsample';
import { winograd, winogradFilterGradient, winogradFilterSum, winogradPack } from './winograd';
import { winogradBackward } from './winogradBackward';
import { winogradMultiply, winogradOuter, winogradOutput, winogradTransform } from './winogradWhole';
import { adamUpdate, larsNorms, larsUpdate, momentumUpdate } from './updates';

/** Runs one chunk of a kernel. The numbers are those of `kernelNumbers` in kernelNumbers.ts. */
export function execute(kernel: i32, args: usize, chunk: i32): void {
  switch (kernel) {
    case 0: packMatrix(args, chunk); break;
    case 1: packFlipped(args, chunk); break;
    case 2: gemm(args, chunk); break;
    case 3: convolution(args, chunk); break;
    case 4: filterGradient(args, chunk); break;
    case 5: sumPartials(args, chunk); break;
    case 6: affine(args, chunk); break;
    case 7: normGradientSums(args, chunk); break;
    case 8: normGradient(args, chunk); break;
    case 9: averagePool(args, chunk); break;
    case 10: averagePoolGradient(args, chunk); break;
    case 11: binary(args, chunk); break;
    case 12: momentumUpdate(args, chunk); break;
    case 13: normalizeRows(args, chunk); break;
    case 14: ntXentLoss(args, chunk); break;
    case 15: ntXentGradient(args, chunk); break;
    case 16: moments(args, chunk); break;
    case 17: maxPool(args, chunk); break;
    case 18: maxPoolGradient(args, chunk); break;
    case 19: larsNorms(args, chunk); break;
    case 20: larsUpdate(args, chunk); break;
    case 21: adamUpdate(args, chunk); break;
    case 22: winogradPack(args, chunk); break;
    case 23: winograd(args, chunk); break;
    case 24: winogradFilterGradient(args, chunk); break;
    case 25: winogradFilterSum(args, chunk); break;
    case 26: winogradTransform(args, chunk); break;
    case 27: winogradMultiply(args, chunk); break;
    case 28: winogradOutput(args, chunk); break;
    case 29: winogradOuter(args, chunk); break;
    case 30: subsample(args, chunk); break;
    case 31: spread(args, chunk); break;
    case 32: winogradBackward(args, chunk); break;
  }
}
