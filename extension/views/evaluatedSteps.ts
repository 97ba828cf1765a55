import { open } from 'node:fs/promises';
import { metricsLine, type MetricsLine } from '../../engine/runs/metricsLine';

/**
 * Accuracy of the linear probe on h at each step of a `metrics.jsonl` that was evaluated. Read as a stream: a long
 * run's file has tens of megabytes, and an evaluation in a few hundred of its lines.
 */
export async function evaluatedSteps(path: string): Promise<ReadonlyMap<number, number>> {
  const accuracies = new Map<number, number>();
  try {
    const file = await open(path);
    for await (const text of file.readLines()) {
      const line = text.includes('"probe.h"') ? parse(text) : null;
      const accuracy = line?.['probe.h'];
      if (line !== null && accuracy !== undefined) accuracies.set(line.step, accuracy);
    }
  } catch {
    // No metrics yet: nothing was evaluated.
  }
  return accuracies;
}

function parse(text: string): MetricsLine | null {
  try {
    return metricsLine(JSON.parse(text));
  } catch {
    // Cut off in the middle: it is being written right now.
    return null;
  }
}
