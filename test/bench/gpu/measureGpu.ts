import { performance } from 'node:perf_hooks';
import { openGpuBackend, type OpenedGpuBackend } from '../../../engine/backends/webgpu/openGpuBackend';
import { runConfigSchema } from '../../../engine/config/runConfig';
import { failureReason } from '../../../engine/errors';
import { peerKeys } from '../peer';
import type { GpuCase } from './gpuCase';
import { gpuCases } from './gpuCases';
import { aboutLine, resultLines, type GpuResult } from './gpuLines';
import { GpuPeer, type PeerAnswer } from './gpuPeer';
import { measureGpuPeak } from './gpuPeak';
import { fullSizes, tinySizes } from './gpuSizes';

/** What to measure, and how to print it. */
export interface GpuOptions {
  readonly repeats: number;
  /** Part of the names of the cases to measure. */
  readonly name: string;
  /** Name of a case: only those that come after it; empty for all. */
  readonly after: string;
  readonly json: boolean;
  /** As `device.gpu` of a configuration. */
  readonly gpu: string;
  /** Sizes for a GPU in software. */
  readonly tiny: boolean;
  /** No case is begun when so many minutes have passed. */
  readonly minutes: number;
  /** Interpreter of the peer; null without one. */
  readonly python: string | null;
}

/** Bytes that a backend has taken from the GPU from which on the next case gets a new one, and the peer the memory. */
const muchMemory = 4e9;

/** Seconds that the peer may take for a measurement to be asked for it again. */
const patience = 10;

/** What gradients are raised by in mixed precision, as in a run by default. */
const { lossScale } = runConfigSchema.parse({}).device;

/**
 * Measures the engine on a GPU, in turn with its peer, and prints each case as it is done beside what the GPU can do. A
 * case that fails is printed with why, and the others go on.
 * @throws UserError where there is no such GPU.
 */
export async function measureGpu(options: GpuOptions): Promise<void> {
  const { name, after, json, gpu, tiny, minutes, python } = options;
  const say = (line: string) => {
    if (!json) console.log(line);
  };
  const sizes = tiny ? tinySizes : fullSizes;
  const end = performance.now() + 60_000 * minutes;
  const notMixed = await whyNotMixed(gpu);
  let opened = await openGpuBackend(gpu);
  let openedFor: GpuCase['precision'];
  say(`${opened.adapter.name} (${opened.adapter.kind}), ${opened.adapter.features.join(', ')}`);
  if (notMixed !== null) say(`mixed precision is not measured: ${notMixed}`);
  const started = python === null ? null : await GpuPeer.start(python);
  if (started) say(aboutLine(started.about));
  // What keeps a GPU busy for seconds takes a CPU hours.
  const peer = tiny || started?.about['cuda'] !== 'none' ? started : null;
  if (started && !peer) say('This PyTorch has no CUDA: measured without the peer.');
  const peak = await measureGpuPeak(opened.backend, sizes);
  say(`peak of float32 multiply-adds: ${peak.tflops.toPrecision(3)} TFLOP/s`);
  say(`bandwidth of a copy: ${peak.bandwidth.toPrecision(3)} GB/s`);

  const results: GpuResult[] = [];
  const named = gpuCases(sizes).filter((candidate) => candidate.name.includes(name));
  const chosen = named
    .slice(1 + named.findIndex((candidate) => candidate.name === after))
    .filter(({ precision }) => precision !== 'mixed' || notMixed === null);
  for (const [index, gpuCase] of chosen.entries()) {
    if (performance.now() > end) {
      say(
        `not measured, the time was up: ${chosen
          .slice(index)
          .map((left) => left.name)
          .join('; ')}`,
      );
      break;
    }
    // Should a driver take the whole process with it, this says by what.
    console.error(`measuring ${gpuCase.name}`);
    if (spent(opened, results.at(-1)) || gpuCase.precision !== openedFor) {
      opened = await openGpuBackend(gpu, gpuCase.precision === 'mixed' ? lossScale : null);
      openedFor = gpuCase.precision;
    }
    const repeats = Math.min(options.repeats, gpuCase.repeats ?? Infinity);
    const result = await measureCase(gpuCase, opened, peer?.peer ?? null, repeats);
    results.push(result);
    for (const line of resultLines(result, peak)) say(line);
  }
  started?.peer.stop();
  const { adapter } = opened;
  if (json) {
    console.log(JSON.stringify({ adapter, notMixed, peak, peer: peer?.about ?? null, results }, null, 2));
  }
}

/** Why the GPU does not compute in mixed precision, in a sentence; null where it does. */
async function whyNotMixed(gpu: string): Promise<string | null> {
  try {
    await openGpuBackend(gpu, lossScale);
    return null;
  } catch (error) {
    return failureReason(error);
  }
}

/** Whether the next case is to get a new backend: after a failure, and where the peer needs the memory. */
function spent({ backend }: OpenedGpuBackend, last: GpuResult | undefined): boolean {
  return (last?.error ?? null) !== null || backend.bufferManager.numBytesAllocated > muchMemory;
}

async function measureCase(
  { open, ...gpuCase }: GpuCase,
  { backend }: OpenedGpuBackend,
  peer: GpuPeer | null,
  repeats: number,
): Promise<GpuResult> {
  const { name, description, unit, peers } = gpuCase;
  const ours: number[] = [];
  const stamped: number[] = [];
  let details: readonly string[] = [];
  let error: string | null = null;
  const answers = new Map<string, PeerAnswer[]>();
  try {
    const opened = await open(backend);
    try {
      for (let i = 0; i < repeats; i++) {
        const measured = await opened.measure();
        ours.push(measured.value);
        if (measured.stamped !== null) stamped.push(measured.stamped);
        details = measured.details ?? [];
        if (peer) await askPeer(peer, peers, answers);
      }
    } finally {
      await opened.close();
    }
  } catch (failure) {
    error = failureReason(failure);
    if (peer) await askPeer(peer, peers, answers);
  }
  const theirs = [...answers].map(([label, each]) => ({
    label,
    values: each.flatMap((answer) => Number(answer[peerKeys[unit]] ?? [])),
    notes: [
      ...new Set(each.flatMap(({ note = [], error: reason = [] }) => [note, reason].flat().map(String))),
    ],
  }));
  return { name, description, unit, ours, stamped, details, error, peers: theirs };
}

/** Asks for each way of doing the work once. */
async function askPeer(
  peer: GpuPeer,
  peers: GpuCase['peers'],
  answers: Map<string, PeerAnswer[]>,
): Promise<void> {
  for (const [label, args] of Object.entries(peers)) {
    const before = answers.get(label) ?? [];
    // What it could not do once it cannot do, and what takes it long it is asked for once.
    if (before.some(({ error, took }) => error !== undefined || Number(took) > patience)) continue;
    const start = performance.now();
    const answer = await peer.measure(args);
    answers.set(label, [...before, { ...answer, took: (performance.now() - start) / 1000 }]);
  }
}
