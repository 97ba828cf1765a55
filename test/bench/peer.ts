import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Interpreters that may have PyTorch: Debian's own, where another Python comes first on the PATH. */
const interpreters = ['python3', '/usr/bin/python3'];

/** The first Python that has PyTorch and torchvision, or null. */
export function findPeer(): string | null {
  const works = (python: string) => spawnSync(python, ['-c', 'import torch, torchvision']).status === 0;
  return interpreters.find(works) ?? null;
}

/** Runs the peer and returns the rate that its last line tells, views/s or GFLOP/s. */
export function measurePeer(python: string, args: readonly string[]): number {
  const script = join('test', 'bench', 'peer', 'simclr_peer.py');
  const output = execFileSync(python, [script, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const last = JSON.parse(output.trim().split('\n').at(-1) ?? '{}') as {
    viewsPerSecond?: number;
    gflops?: number;
  };
  return last.viewsPerSecond ?? last.gflops ?? NaN;
}
