import { join, resolve } from 'node:path';
import type { OpenHooks } from '../data/progress';
import type { EvaluationHooks } from '../evaluate/evaluationHooks';
import { formatCount, formatPlural } from '../format/formatNumbers';
import { shellWord } from '../format/shellWord';
import { findRun } from '../runs/listRuns';
import type { Run } from '../runs/readRun';
import { shortPath } from './commandHint';
import { runsFolderOf } from './configFlags';
import type { ExportFlags } from './exportFormat';
import { inTerminal } from './inTerminal';
import type { LiveLine } from './liveLine';
import type { Terminal } from './terminal';
import { writtenAt } from './writtenAt';

/** What became of a run: for scripts, and for people. */
interface Outcome {
  readonly json: { readonly run: string; readonly path: string; readonly warnings: readonly string[] };
  readonly text: string;
}

/**
 * Writes the metrics of runs and says where.
 * @param exit told the exit code where the user ended the work.
 * @throws UserError when there is no such run, or the place cannot be written; the runs before stay written, and are
 *   named.
 */
export async function exportMetrics(
  terminal: Terminal,
  exit: (code: number) => void,
  format: 'csv' | 'tensorboard',
  subjects: readonly string[],
  flags: ExportFlags,
): Promise<void> {
  const runs = subjects.map((subject) => findRun(runsFolderOf(flags), subject));
  const output = flags.output === undefined ? null : resolve(flags.output);
  const quiet = flags.json === true;
  const written: Outcome['json'][] = [];
  const left = format === 'csv' ? undefined : 'runs that are done stay written';
  const exportAll = async (hooks: EvaluationHooks, live: LiveLine) => {
    for (const run of runs) {
      const { json, text } = await (format === 'csv'
        ? csv(run, output, hooks)
        : tensorboard(run, output, hooks));
      written.push(json);
      if (quiet) continue;
      live.print(text);
      for (const warning of json.warnings)
        live.printError(`${terminal.style.warning('warning:')} ${warning}`);
    }
  };
  try {
    await inTerminal(terminal, quiet, exit, exportAll, left);
  } finally {
    // Also where a later run could not be written.
    if (written.length > 0) {
      if (quiet) terminal.write(`${JSON.stringify({ format, written }, null, 2)}\n`);
      else if (format === 'tensorboard')
        terminal.write(`Look: tensorboard --logdir ${shellWord(shortPath(logFolder(output)))}\n`);
    }
  }
}

async function csv(run: Run, output: string | null, { signal }: OpenHooks): Promise<Outcome> {
  const path = output ?? resolve(`${run.id}.csv`);
  const text = writtenAt(path);
  const { exportMetricsCsv } = await import('../exchange/exportMetricsCsv');
  await exportMetricsCsv(run, path, signal);
  return { json: { run: run.id, path, warnings: [] }, text };
}

async function tensorboard(run: Run, output: string | null, hooks: OpenHooks): Promise<Outcome> {
  const path = join(logFolder(output), run.id);
  const written = writtenAt(path);
  const { exportTensorboard } = await import('../exchange/tensorboard/exportTensorboard');
  const { scalars, images, embeddings, warnings } = await exportTensorboard(run, path, hooks);
  const json = { run: run.id, path, scalars, images, embeddings, warnings };
  const projected = embeddings === null ? '' : `, h and z of step ${formatCount(embeddings)}`;
  const counts = `${formatPlural(scalars, 'scalar')}, ${formatPlural(images, 'image')}${projected}`;
  return { json, text: `${written}: ${counts}` };
}

/** The log directory, in which each run has a folder of its own. */
function logFolder(output: string | null): string {
  return output ?? resolve('tensorboard');
}
