/**
 * The benchmark, `npm run bench -- --help`.
 * With --peer every case alternates with its PyTorch and torchvision counterpart, and the ratio of the medians of both
 * is printed: absolute numbers depend on the machine, ratios much less.
 * With --ui the extension is measured instead, in VS Code, each case beside its goal.
 */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { cpus } from 'node:os';
import { augmentCases } from './augmentCase';
import { median, ratio, type BenchCase, type BenchResult } from './benchCase';
import { BenchImages } from './benchImages';
import { endToEndCases } from './endToEndCases';
import { measurePanel, type PanelResult } from './panelCase';
import { blockCase } from './kernels/blockCase';
import { convolutionCases } from './kernels/convolutionCases';
import { gemmCase } from './kernels/gemmCase';
import { ntXentCases } from './kernels/ntXentCases';
import { measurePeak } from './kernels/peak';
import { findPeer, measurePeer } from './peer';
import { processCases } from './processCases';
import { stepCase, stepNetworks } from './stepCase';
import { measureUi } from './ui/measureUi';

const usage =
  'npm run bench -- [--peer] [--json] [--repeats 3] [--images FOLDER] [--case NAME] [--threads N], or --ui for the extension';

const { values } = readArguments({
  options: {
    help: { type: 'boolean', default: false },
    peer: { type: 'boolean', default: false },
    ui: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    repeats: { type: 'string', default: '3' },
    images: { type: 'string' },
    case: { type: 'string' },
    threads: { type: 'string', default: String(cpus().length) },
  },
});

/** As `parseArgs`; an option that there is not gets a sentence. */
function readArguments<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    process.exit(1);
  }
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

/** "median (lowest … highest)". */
function spread(numbers: readonly number[]): string {
  const digits = Math.max(...numbers) < 1 ? 2 : Math.max(...numbers) < 1000 ? 1 : 0;
  const format = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: digits });
  return `${format(median(numbers))} (${format(Math.min(...numbers))} … ${format(Math.max(...numbers))})`;
}

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

async function main(): Promise<void> {
  if (values.help) {
    console.log(usage);
    return;
  }
  if (values.ui) {
    await measureUi({ repeats: Number(values.repeats), name: values.case ?? '', json: values.json });
    return;
  }
  const python = values.peer ? findPeer() : null;
  if (values.peer && !python) {
    console.error(
      'No python3 with torch and torchvision: on Debian, apt-get install python3-torch python3-torchvision',
    );
    process.exitCode = 1;
    return;
  }
  const panelChosen = 'panel'.includes(values.case ?? '');
  const threads = Number(values.threads);
  const images = new BenchImages(values.images);
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
  const chosen = cases.filter(({ name }) => name.includes(values.case ?? ''));
  if (!values.json) console.log(`${cpus()[0]?.model ?? 'unknown CPU'}, ${String(cpus().length)} threads`);
  const peak = chosen.some(({ unit }) => unit === 'GFLOP/s') ? await measurePeak(threads) : null;
  if (!values.json && peak !== null)
    console.log(`peak of fused multiply-adds, ${String(threads)} threads: ${peak.toFixed(0)} GFLOP/s`);
  const results: BenchResult[] = [];
  for (const benchCase of chosen) {
    const result = await measureCase(benchCase, Number(values.repeats), python);
    results.push(result);
    if (!values.json) console.log(line(result, peak));
  }
  const panel = panelChosen ? await measurePanel(Number(values.repeats)) : [];
  await images.remove();
  if (values.json)
    console.log(JSON.stringify({ peakGflops: peak, results: [...results, ...panel] }, null, 2));
  else for (const result of panel) console.log(panelLine(result));
}

main().then(
  () => process.exit(),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
