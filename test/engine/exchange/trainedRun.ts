import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { readRun, type Run } from '../../../engine/runs/readRun';
import { trainRun } from '../../../engine/train/trainRun';
import { tinyConfig } from '../train/tinyRun';

/** A finished run of two epochs, for all tests of a file; call at the top of it. */
export function trainedRun(): () => Run {
  let folder = '';
  let runFolder = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'simclr-exchange-'));
    const config = tinyConfig({ epochs: 2, loss: { temperature: 0.25 } });
    const parts = { config, runsFolder: folder, baseFolder: folder, signal: new AbortController().signal };
    ({ runFolder } = await trainRun({ ...parts, onEvent: () => undefined }));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return () => readRun(runFolder);
}
