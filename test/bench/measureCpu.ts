import { cpus } from 'node:os';
import { augmentCases } from './augmentCase';
import { median, ratio, spread, type BenchCase, type BenchResult } from './benchCase';
import { BenchImages } from './benchImages';
import { endToEndCases } from './endToEndCases';
import { measurePanel, type PanelResult } from './panelCase';
import { blockCase } from './kernels/blockCase';
import { convolutionCases } from './kernels/convolutionCases';
import { gemmCase } from './kernels/gemmCase';
import { ntXentCases } from './kernels/ntXentCases';
import { measurePeak } from './kernels/peak';
import { measurePeer } from './peer';
import { processCases } from './processCases';
import { stepCase, stepNetworks } from './stepCase';

/** What to measure, and how to print it. */
export interface CpuOptions {
  readonly repeats: number;
  /** Part of the names of the cases to measure. */
  readonly name: string;
  readonly json: boolean;
  /** Folder of images to train on; generated ones without. */
  readonly images: string | undefined;
  readonly threads: number;
  /** Interpreter of the peer; null without one. */
  readonly python: string | null;
}

/** Measures the engine on the CPU, in turn with its peer, and prints each case beside the peak of the machine. */
export async function measureCpu(options: CpuOptions): Promise<void> {
  const { repeats, name, json, threads, python } = options;
  const images = new BenchImages(options.images);
  const cases = [
    ...[gemmCase(256, threads), gemmCase(1024, threads)],
    ...convolutionCases(threads),
    ...[
      blockCase({ images: 512, size: 32, channels: 16 }, threads),
      blockCase({ images: 64, size: 16, channels: 128 }, threads),
    ],
    ...ntXentCases(threads),
    ...[
      stepCase(stepNetworks.resnet8, 1),
      stepCase(stepNetworks.resnet8, 2),
      stepCase(stepNetworks.resnet18, 2),
    ],
    ...augmentCases(),
    ...endToEndCases(images),
    ...processCases(images),
  ];
  const chosen = cases.filter((candidate) => candidate.name.includes(name));
  if (!json) console.log(`${cpus()[0]?.model ?? 'unknown CPU'}, ${String(cpus().length)} threads`);
  const peak = chosen.some(({ unit }) => unit === 'GFLOP/s') ? await measurePeak(threads) : null;
  if (!json && peak !== null)
    console.log(`peak of fused multiply-adds, ${String(threads)} threads: ${peak.toFixed(0)} GFLOP/s`);
  const results: BenchResult[] = [];
  for (const benchCase of chosen) {
    const result = await measureCase(benchCase, repeats, python);
    results.push(result);
    if (!json) console.log(line(result, peak));
  }
  const panel = 'panel'.includes(name) ? await measurePanel(repeats) : [];
  await images.remove();
  if (json) console.log(JSON.stringify({ peakGflops: peak, results: [...results, ...panel] }, null, 2));
  else for (const result of panel) console.log(panelLine(result));
}

async function measureCase(
  benchCase: BenchCase,
  repeats: number,
  python: string | null,
): Promise<BenchResult> {
  const { name, description, unit, peer: counterpart } = benchCase;
  await benchCase.prepare?.();
  const ours: number[] = [];
  const peer: number[] = [];
  for (let i = 0; i < repeats; i++) {
    ours.push(await benchCase.measure());
    if (python && counterpart) peer.push(measurePeer(python, counterpart, unit));
  }
  return { name, description, unit, ours, peer };
}

const nameWidth = 42;

/** @param peak in GFLOP/s, of which what is measured in them has a share; null where nothing is. */
function line(result: BenchResult, peak: number | null): string {
  const { name, ours, peer, unit } = result;
  const columns = [name.padEnd(nameWidth), `${spread(ours)} ${unit}`.padEnd(36)];
  if (peak !== null) columns.push(shareOf(peak, result));
  if (peer.length > 0)
    columns.push(`PyTorch ${spread(peer)}`.padEnd(36), `ratio ${ratio(result).toFixed(2)}`);
  return columns.join('  ').trimEnd();
}

/** "81 % of peak", or as many spaces. */
function shareOf(peak: number, { unit, ours }: BenchResult): string {
  const text = unit === 'GFLOP/s' ? `${((100 * median(ours)) / peak).toFixed(0)} % of peak` : '';
  return text.padEnd(14);
}

function panelLine({ name, milliseconds, longestBlock }: PanelResult): string {
  return `${name.padEnd(nameWidth)}  ${`${spread(milliseconds)} ms`.padEnd(36)}  longest block ${spread(longestBlock)} ms`;
}
