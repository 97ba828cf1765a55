/**
 * The benchmark: `npm run bench [-- --peer] [--json] [--repeats 3] [--images FOLDER] [--case NAME] [--threads N]`.
 * With --peer every case alternates with its PyTorch and torchvision counterpart, and the ratio of the medians of both
 * is printed: absolute numbers depend on the machine, ratios much less.
 * With --ui the extension is measured instead, in VS Code, each case beside its goal.
 */
import { parseArgs } from 'node:util';
import { cpus } from 'node:os';
import { augmentCases } from './augmentCase';
import { median, type BenchCase, type BenchResult } from './benchCase';
import { endToEndCase } from './endToEndCase';
import { measurePanel, type PanelResult } from './panelCase';
import { convolutionCases } from './kernels/convolutionCases';
import { gemmCase } from './kernels/gemmCase';
import { ntXentCases } from './kernels/ntXentCases';
import { findPeer, measurePeer } from './peer';
import { stepCase, stepNetworks } from './stepCase';
import { measureUi } from './ui/measureUi';

const { values } = parseArgs({
  options: {
    peer: { type: 'boolean', default: false },
    ui: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    repeats: { type: 'string', default: '3' },
    images: { type: 'string' },
    case: { type: 'string' },
    threads: { type: 'string', default: String(cpus().length) },
  },
});

async function measureCase(
  benchCase: BenchCase,
  repeats: number,
  python: string | null,
): Promise<BenchResult> {
  const { name, description, unit } = benchCase;
  const ours: number[] = [];
  const peer: number[] = [];
  for (let i = 0; i < repeats; i++) {
    ours.push(await benchCase.measure());
    if (python) peer.push(measurePeer(python, benchCase.peer));
  }
  return { name, description, unit, ours, peer };
}

const nameWidth = 42;

/** "median (lowest … highest)". */
function spread(numbers: readonly number[]): string {
  const digits = Math.max(...numbers) < 1000 ? 1 : 0;
  const format = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: digits });
  return `${format(median(numbers))} (${format(Math.min(...numbers))} … ${format(Math.max(...numbers))})`;
}

function line({ name, ours, peer, unit }: BenchResult): string {
  const columns = [name.padEnd(nameWidth), `${spread(ours)} ${unit}`.padEnd(36)];
  if (peer.length > 0) {
    columns.push(`PyTorch ${spread(peer)}`.padEnd(36), `ratio ${(median(ours) / median(peer)).toFixed(2)}`);
  }
  return columns.join('  ').trimEnd();
}

function panelLine({ name, milliseconds, longestBlock }: PanelResult): string {
  return `${name.padEnd(nameWidth)}  ${`${spread(milliseconds)} ms`.padEnd(36)}  longest block ${spread(longestBlock)} ms`;
}

async function main(): Promise<void> {
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
  const cases = [
    ...[
      gemmCase(256, threads),
      gemmCase(1024, threads),
      ...convolutionCases(threads),
      ...ntXentCases(threads),
    ],
    ...[
      stepCase(stepNetworks.resnet8, 1),
      stepCase(stepNetworks.resnet8, 2),
      stepCase(stepNetworks.resnet18, 2),
    ],
    ...[...augmentCases(), await endToEndCase(values.images)],
  ];
  const chosen = cases.filter(({ name }) => name.includes(values.case ?? ''));
  if (!values.json) console.log(`${cpus()[0]?.model ?? 'unknown CPU'}, ${String(cpus().length)} threads`);
  const results: BenchResult[] = [];
  for (const benchCase of chosen) {
    const result = await measureCase(benchCase, Number(values.repeats), python);
    results.push(result);
    if (!values.json) console.log(line(result));
  }
  const panel = panelChosen ? await measurePanel(Number(values.repeats)) : [];
  if (values.json) console.log(JSON.stringify([...results, ...panel], null, 2));
  else for (const result of panel) console.log(panelLine(result));
}

main().then(
  () => process.exit(),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
