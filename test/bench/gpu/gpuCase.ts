import type { GpuBackend } from '../../../engine/backends/webgpu/gpuBackend';
import type { BenchUnit } from '../benchCase';
import type { GpuTime } from './timeGpu';

/** One measurement of a case, in its unit. */
export interface GpuMeasurement {
  /** By the queue's completion. */
  readonly value: number;
  /** By time stamps; null where there are none. */
  readonly stamped: number | null;
  /** What a reader should know beside it, a line each. */
  readonly details?: readonly string[];
}

/** One line of the benchmark of a GPU. */
export interface GpuCase {
  readonly name: string;
  /** What is measured, for a reader. */
  readonly description: string;
  readonly unit: BenchUnit;
  /** Arguments of `peer/simclr_peer_cuda.py` for the same work, by the arithmetic that it is done in. */
  readonly peers: Readonly<Record<string, readonly string[]>>;
  /** As `device.precision` of a configuration; float32 without. */
  readonly precision?: 'mixed';
  /** Times it is measured at most: fewer for those that are many, or slow. */
  readonly repeats?: number;
  /** Makes ready what is measured. */
  open(gpu: GpuBackend): Promise<OpenedGpuCase>;
}

/** A case on the open backend. */
export interface OpenedGpuCase {
  measure(): Promise<GpuMeasurement>;
  /** Gives back what it holds. */
  close(): Promise<void>;
}

/** A time as the rate of so much work, in the case's unit. */
export function rateOf(work: number, { completed, stamped }: Omit<GpuTime, 'programs'>): GpuMeasurement {
  return { value: work / completed, stamped: stamped === null ? null : work / stamped };
}

/** The arithmetic of the peer's convolutions and products; the inputs are float32 in the first two. */
const precisions = ['fp32', 'tf32', 'bf16'] as const;

/** The peer with bfloat16, which mixed precision is set against. */
export function inBfloat16(args: readonly string[]): Record<string, readonly string[]> {
  return { bf16: [...args, '--precision', 'bf16'] };
}

/** The peer with float32 as ours, with TF32, and with bfloat16. */
export function inAllPrecisions(args: readonly string[]): Record<string, readonly string[]> {
  return Object.fromEntries(precisions.map((precision) => [precision, [...args, '--precision', precision]]));
}
