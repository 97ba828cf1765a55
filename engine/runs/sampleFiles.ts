import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode } from './fileErrors';
import type { RunPaths } from './runPaths';

/** Absolute paths of the pictures of views that a run has written. */
export function sampleFiles({ samples }: RunPaths): string[] {
  try {
    const names = readdirSync(samples).filter((name) => name.endsWith('.png'));
    return names.sort().map((name) => join(samples, name));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}
