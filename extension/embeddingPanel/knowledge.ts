import { open, stat } from 'node:fs/promises';
import { l10n } from 'vscode';
import type { EvaluationRecord } from '../../engine/runs/evaluationRecord';
import { listEvaluations } from '../../engine/runs/evaluations';
import { metricsLine, type MetricsLine } from '../../engine/runs/metricsLine';
import type { RunPaths } from '../../engine/runs/runPaths';
import type { Knowledge, KnownThing, Measure } from './messages';

/** What is known of a run's steps, from its evaluations and its metrics. Reads what has changed since it last looked. */
export class RunKnowledge {
  private seen = '';
  private lines: readonly MetricsLine[] = [];

  constructor(private readonly paths: RunPaths) {}

  /**
   * Of each step the latest evaluation, or else what the run measured.
   * @param chance of the class, where the run's record has it.
   */
  async look(chance: number | null): Promise<readonly Knowledge[]> {
    await this.readMetrics();
    const steps = new Map(this.lines.map((line) => [line.step, ofLine(line, chance)]));
    for (const { record } of listEvaluations(this.paths.evaluations)) {
      steps.set(record.step, merged(ofRecord(record), steps.get(record.step)));
    }
    return [...steps.values()].sort((a, b) => a.step - b.step);
  }

  /** Reads the metrics as a stream: an evaluation is in a few hundred of a long run's lines. */
  private async readMetrics(): Promise<void> {
    const seen = await stat(this.paths.metrics).then(
      ({ mtimeMs, size }) => `${mtimeMs} ${size}`,
      () => '',
    );
    if (seen === this.seen) return;
    const lines: MetricsLine[] = [];
    try {
      const file = await open(this.paths.metrics);
      for await (const text of file.readLines()) {
        const line = text.includes('"rank.h"') ? parse(text) : null;
        if (line !== null) lines.push(line);
      }
    } catch {
      // No metrics yet: nothing was measured.
    }
    this.lines = lines;
    this.seen = seen;
  }
}

function parse(text: string): MetricsLine | null {
  try {
    return metricsLine(JSON.parse(text));
  } catch {
    // Cut off in the middle: it is being written right now.
    return null;
  }
}

/** What a run measured as it passed a step: its online probes, kNN and geometry. */
export function ofLine(line: MetricsLine, chance: number | null): Knowledge {
  const thing = (name: string, h?: number, z?: number): KnownThing[] =>
    h === undefined && z === undefined ? [] : [{ name, kind: 'class', chance, h: h ?? null, z: z ?? null }];
  return {
    step: line.step,
    source: 'run',
    things: [
      ...thing(l10n.t('class'), line['probe.h'], line['probe.z']),
      ...thing(l10n.t('class (kNN)'), line['knn.h']),
    ],
    measures: [
      measure('alignment', null, line.alignment),
      measure('uniformity', null, line.uniformity),
      measure('rank', line['rank.h'], line['rank.z']),
    ].filter(({ h, z }) => h !== null || z !== null),
  };
}

/** What an evaluation found. */
export function ofRecord({ step, chance, linear, knn, metrics, factors }: EvaluationRecord): Knowledge {
  const named = (name: string, report: { h: { top1: number }; z: { top1: number } } | null): KnownThing[] =>
    report === null ? [] : [{ name, kind: 'class', chance, h: report.h.top1, z: report.z.top1 }];
  return {
    step,
    source: 'evaluation',
    things: [
      ...named(l10n.t('class'), linear),
      ...named(l10n.t('class (kNN)'), knn),
      ...(factors ?? []).map(({ name, kind, chance: guess, h, z }) => ({ name, kind, chance: guess, h, z })),
    ],
    measures:
      metrics === null
        ? []
        : [
            measure('alignment', metrics.h.alignment, metrics.z.alignment),
            measure('uniformity', metrics.h.uniformity, metrics.z.uniformity),
            {
              ...measure('rank', metrics.h.rank, metrics.z.rank),
              most: { h: metrics.h.largestRank, z: metrics.z.largestRank },
            },
          ],
  };
}

/** An evaluation that asked for a part only is filled up from what else is known of the step. */
function merged(found: Knowledge, before: Knowledge | undefined): Knowledge {
  if (before === undefined) return found;
  const things = before.things.filter(({ name }) => found.things.every((thing) => thing.name !== name));
  const measures = before.measures.filter(({ name }) => found.measures.every((each) => each.name !== name));
  return { ...found, things: [...found.things, ...things], measures: [...found.measures, ...measures] };
}

function measure(name: Measure['name'], h?: number | null, z?: number | null): Measure {
  return { name, h: h ?? null, z: z ?? null, most: null };
}
