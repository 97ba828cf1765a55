import { rmSync } from 'node:fs';
import { assignVariables, prefixed } from '../models/namedVariables';
import { programVersions } from '../runs/programVersions';
import { RunWriter } from '../runs/runWriter';
import type { NamedTensor } from '../runs/trainingState';
import { prepareRun } from '../train/preparedRun';
import type { TrainRunOptions } from '../train/runEvents';
import { noProgress } from '../train/runProgress';
import { cpuShortage } from '../train/runPlan';
import { RunReporter } from '../train/runReporter';
import { saveCheckpoint } from '../train/saveCheckpoint';
import { checkpointTensors } from './torchTensors';

/** Which weights become a run, and of which configuration. */
export interface ImportOptions extends Omit<TrainRunOptions, 'resume' | 'control'> {
  /** As `readWeights` gives them; they fit the configuration's encoder, and its head where they have one. */
  readonly tensors: readonly NamedTensor[];
  /** Name of the file that they are from, for the record. */
  readonly origin: string;
}

/**
 * Makes a run that has taken no step yet and whose encoder has the given weights: a folder with a checkpoint of step 0,
 * in state "stopped", which can be evaluated, embedded and gone on with like any other. A head that the weights lack
 * starts by the seed. It need not fit the memory that training takes: what is wrong then is told as a log event.
 * @returns the absolute path of the run's folder.
 * @throws UserError when the images cannot be used or do not fit; @throws the signal's reason when it aborts. No folder
 *   is left then.
 */
export async function importRun(options: ImportOptions): Promise<string> {
  const { config, baseFolder, runsFolder, origin, signal, onEvent } = options;
  const writer = RunWriter.create({ runsFolder, config, baseFolder, versions: programVersions() });
  const reporter = new RunReporter(writer, onEvent);
  let done = false;
  try {
    writer.update({ importedFrom: origin });
    const run = await prepareRun(options, writer, reporter, false);
    const shortage = cpuShortage(config, run.dataset);
    if (shortage !== null)
      reporter.info(`It can be judged, but not trained on from as configured: ${shortage.message}.`);
    try {
      const { encoder, head } = run.learner;
      const tensors = checkpointTensors(options.tensors);
      for (const [prefix, network] of [
        ['encoder', encoder],
        ['head', head],
      ] as const) {
        const values = tensors.filter(({ name }) => name.startsWith(`${prefix}.`));
        if (values.length === 0) continue;
        assignVariables(prefixed(prefix, [...network.parameters, ...network.buffers]), values);
      }
      await saveCheckpoint(run, noProgress());
      signal.throwIfAborted();
    } finally {
      run.learner.dispose();
    }
    reporter.state('stopped', `its weights were imported from ${origin}`);
    done = true;
    return writer.paths.folder;
  } finally {
    writer.close();
    if (!done) rmSync(writer.paths.folder, { recursive: true, force: true });
  }
}
