import { Command } from 'commander';
import type { AdapterDescription, BackendDescription } from '../backends/describeBackends';
import { cudaFoldersVariable, cudaPackageName, cudaPackageVersion } from '../protocol/cudaPackage';
import type { Terminal } from './terminal';
import { formatBytes } from '../format/formatNumbers';
import { formatPairs } from './table';

const notes = `
CUDA is TensorFlow on an NVIDIA GPU, on Linux and Windows. It needs CUDA 11.2
and cuDNN 8.1, is about 1.5 GB, and is found in the current folder, in those
above it, and in the folders that ${cudaFoldersVariable} names.

Examples:
  simclr backends
  simclr backends --json
  npm install ${cudaPackageName}@${cudaPackageVersion} && simclr backends`;

/** `simclr backends`. */
export function backendsCommand(terminal: Terminal): Command {
  return new Command('backends')
    .summary('what this machine can compute with')
    .description(
      'Lists what this machine can compute with, tests it for a moment, and says what "auto" would choose.',
    )
    .option('--json', 'write a list of JSON objects')
    .addHelpText('after', notes)
    .action(async ({ json }: { json?: true }) => {
      const { describeBackends } = await import('../backends/describeBackends');
      const backends = await describeBackends((line) => {
        if (terminal.live && !json) terminal.write(`${terminal.style.dim(line)}\n`);
      });
      if (json) terminal.write(`${JSON.stringify(backends, null, 2)}\n`);
      else terminal.write(`${backendsText(backends, terminal).join('\n')}\n`);
    });
}

/** The backends in words, the chosen one marked. */
export function backendsText(
  backends: readonly BackendDescription[],
  { columns, style }: Pick<Terminal, 'columns' | 'style'>,
): string[] {
  return formatPairs(
    backends.flatMap(({ name, available, chosen, detail, reason, remedy, selfTest, adapters = [] }) => {
      const mark = chosen ? style.good('●') : available ? '○' : style.dim('○');
      const state = available
        ? detail
        : `${style.dim(`not available: ${reason ?? 'unknown'}`)} ${style.dim(`(${detail})`)}`;
      const lines: [string, string][] = [
        [`${mark} ${name}`, chosen ? `${state} ${style.good('← chosen')}` : state],
      ];
      if (selfTest !== undefined) {
        const { passed, build, gflops, threads } = selfTest;
        const result = passed ? style.good('passed') : style.bad('failed');
        const speed = `${gflops < 10 ? gflops.toPrecision(2) : gflops.toFixed(0)} GFLOP/s${threads > 0 ? ' a thread' : ''}`;
        lines.push(['', `self-test ${result}: ${build} kernels, ${speed}`]);
      }
      adapters.forEach((adapter, index) => lines.push(['', adapterText(adapter, index)]));
      if (remedy !== undefined) lines.push(['', remedy]);
      return lines;
    }),
    { columns },
  );
}

/** A GPU and its number, which `--gpu` takes. */
function adapterText({ name, kind, reachable, memory, features }: AdapterDescription, index: number): string {
  const size = memory === null ? [] : [formatBytes(memory)];
  const hidden = reachable ? '' : '; cannot be opened here, as another has its name';
  return `GPU ${index}: ${name} (${[kind, ...size, ...features].join(', ')}${hidden})`;
}
