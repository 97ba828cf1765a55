import { stat } from 'node:fs/promises';
import { l10n } from 'vscode';
import { listCheckpoints } from '../../engine/runs/checkpoints';
import type { Run } from '../../engine/runs/readRun';
import { formatBytes, formatCount, formatShare } from '../format/formatNumbers';
import { evaluatedSteps } from './evaluatedSteps';

/** A checkpoint as a line of the tree. */
export interface CheckpointLine {
  readonly step: number;
  /** Absolute. */
  readonly path: string;
  readonly label: string;
  readonly description: string;
  readonly best: boolean;
}

/** What is known of a checkpoint. */
export interface CheckpointFacts {
  readonly step: number;
  readonly path: string;
  /** Bytes; null where the file is gone. */
  readonly bytes: number | null;
  /** Steps in an epoch; null where that is not known. */
  readonly stepsPerEpoch: number | null;
  /** Of the linear probe on h at that step; null where it was not evaluated then. */
  readonly accuracy: number | null;
  readonly best: boolean;
}

/** The metrics of a run that trains are read again for new evaluations at most this often, in milliseconds. */
const lookAgainAfter = 10_000;

/** Lists checkpoints, and remembers the accuracies that it had to read through a run's metrics for. */
export class CheckpointLines {
  private readonly evaluated = new Map<string, { at: number; steps: ReadonlyMap<number, number> }>();

  /** The checkpoints of a run, the latest first. */
  async of({ paths, record }: Run): Promise<CheckpointLine[]> {
    const files = listCheckpoints(paths.checkpoints).reverse();
    const accuracies = await this.accuracies(
      paths.metrics,
      files.map(({ step }) => step),
    );
    return Promise.all(
      files.map(async ({ step, path }) =>
        describeCheckpoint({
          ...{ step, path, stepsPerEpoch: record.plan?.stepsPerEpoch ?? null },
          bytes: await stat(path).then(
            ({ size }) => size,
            () => null,
          ),
          accuracy: accuracies.get(step) ?? null,
          best: record.best?.step === step,
        }),
      ),
    );
  }

  private async accuracies(path: string, wanted: readonly number[]): Promise<ReadonlyMap<number, number>> {
    const known = this.evaluated.get(path);
    const recent = known !== undefined && performance.now() < known.at + lookAgainAfter;
    if (known !== undefined && (recent || wanted.every((step) => known.steps.has(step)))) return known.steps;
    const steps = await evaluatedSteps(path);
    this.evaluated.set(path, { at: performance.now(), steps });
    return steps;
  }
}

/** "Step 1,234" with epoch, accuracy and size behind it. */
export function describeCheckpoint(facts: CheckpointFacts): CheckpointLine {
  const { step, path, bytes, stepsPerEpoch, accuracy, best } = facts;
  const epoch = stepsPerEpoch === null ? null : Number((step / stepsPerEpoch).toFixed(1));
  const details = [
    best ? l10n.t('best') : '',
    epoch === null ? '' : l10n.t('epoch {0}', epoch),
    accuracy === null ? '' : `h ${formatShare(accuracy)}`,
    bytes === null ? '' : formatBytes(bytes),
  ].filter((part) => part !== '');
  const label = l10n.t('Step {0}', formatCount(step));
  return { step, path, label, description: details.join(' · '), best };
}
