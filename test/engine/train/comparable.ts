import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { latestCheckpoint, readCheckpoint } from '../../../engine/runs/checkpoints';
import { readMetrics } from '../../../engine/runs/readMetrics';
import { runPaths } from '../../../engine/runs/runPaths';

/** Everything in a finished run's folder that must not depend on interruptions: all but times and speeds. */
export function comparable(folder: string): unknown {
  const paths = runPaths(folder);
  const { lines, warnings } = readMetrics(paths.metrics);
  const latest = latestCheckpoint(paths.checkpoints);
  if (!latest) throw new Error(`${folder} has no checkpoint`);
  const { meta, tensors } = readCheckpoint(latest.path);
  return {
    metrics: lines.map(({ time: _time, viewsPerSecond: _views, dataWait: _wait, ...numbers }) => numbers),
    warnings,
    meta: { ...meta, time: 0 },
    tensors,
    evaluation: JSON.parse(readFileSync(join(folder, 'evaluation.json'), 'utf8')) as unknown,
  };
}
