import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { BenchUnit } from './benchCase';

/** Interpreters that may have PyTorch: Debian's own, where another Python comes first on the PATH. */
const interpreters = ['python3', '/usr/bin/python3'];

/** What the peer calls its measurement. */
export const peerKeys: Readonly<Record<BenchUnit, string>> = {
  'views/s': 'viewsPerSecond',
  'images/s': 'imagesPerSecond',
  'GFLOP/s': 'gflops',
  'TFLOP/s': 'tflops',
  'GB/s': 'gigabytesPerSecond',
  s: 'seconds',
  MB: 'megabytes',
  '%': 'percent',
};

/** The first Python that has PyTorch and torchvision, or null. */
export function findPeer(): string | null {
  const works = (python: string) => spawnSync(python, ['-c', 'import torch, torchvision']).status === 0;
  return interpreters.find(works) ?? null;
}

/** Runs the peer and returns what the last line of its output tells in `unit`. */
export function measurePeer(python: string, args: readonly string[], unit: BenchUnit): number {
  const script = join('test', 'bench', 'peer', 'simclr_peer.py');
  const since = String(Date.now() / 1000);
  const output = execFileSync(python, [script, ...args, '--since', since], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const last = JSON.parse(output.trim().split('\n').at(-1) ?? '{}') as Record<string, number>;
  return last[peerKeys[unit]] ?? NaN;
}
