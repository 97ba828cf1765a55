import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { GpuPeer } from '../bench/gpu/gpuPeer';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simclr-peer-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Stands in for Python with PyTorch; its answers are the lines, one group a request, the first before any. */
function peerThatSays(groups: readonly (readonly string[])[]): string {
  const program = join(folder, 'python');
  const says = groups.map((lines) => lines.map((line) => `echo '${line}'`).join('\n'));
  writeFileSync(program, `#!/bin/sh\n${says.join('\nread -r request\n')}\n`, { mode: 0o755 });
  return program;
}

test('what libraries print is not taken for an answer, and each answer belongs to its request', async () => {
  const { peer, about } = await GpuPeer.start(
    peerThatSays([
      ['Welcome to a library', '{"request": 0, "device": "H100"}'],
      ['null', '17', '{"tflops": 1}', '{"request": 1, "tflops": 2}', '{"request": 1, "tflops": 3}'],
      ['{"request": 2, "tflops": 4}'],
    ]),
  );
  expect(about).toEqual({ device: 'H100' });
  expect(await peer.measure(['gemm'])).toEqual({ tflops: 2 });
  expect(await peer.measure(['gemm'])).toEqual({ tflops: 4 });
  expect(await peer.measure(['gemm'])).toEqual({ error: 'PyTorch has ended' });
  peer.stop();
});
