import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { UserError } from '../../../engine/errors';
import { SafetensorsFile } from '../../../engine/runs/readSafetensors';
import vectors from '../../vectors/safetensors.json';
import { mutated, seeded } from './mutatedFiles';
import { temporaryFolder } from './temporaryFolder';

const folder = temporaryFolder();

const files = 10_000;

it('opens, or refuses in a sentence, whatever has become of a file', () => {
  const path = join(folder(), 'fuzz.safetensors');
  const descriptor = openSync(path, 'w');
  const sound = vectors.valid.map(({ file }) => Buffer.from(file, 'base64'));
  const random = seeded(20_260_314);
  const reasons = new Set<string>();
  let opened = 0;
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  for (let round = 0; round < files; round++) {
    const bytes = mutated(sound[round % sound.length] ?? Buffer.alloc(0), random);
    ftruncateSync(descriptor, bytes.length);
    writeSync(descriptor, bytes, 0, bytes.length, 0);
    try {
      const file = new SafetensorsFile(path);
      opened++;
      try {
        for (const entry of file.entries.values()) {
          expect(entry.end).toBeLessThanOrEqual(bytes.length);
          file.readBytes(entry);
        }
      } finally {
        file.close();
      }
    } catch (error) {
      if (!(error instanceof UserError))
        throw new Error(`round ${round}: ${String(error)}`, { cause: error });
      reasons.add(error.message.replace(/.*safetensors file: /, '').replace(/[\d"].*|tensor .*? /g, ''));
    }
    if (round % 100 === 0) most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }
  closeSync(descriptor);
  // Mutations that all fail at the first check, or none of them, would prove nothing.
  expect(opened).toBeGreaterThan(100);
  expect(opened).toBeLessThan(files / 2);
  expect(reasons.size).toBeGreaterThan(8);
  // Far less than the gigabytes that some of the headers ask for.
  expect(most).toBeLessThan(200_000_000);
}, 30_000);
