import { dirname, relative } from 'node:path';
import { openBackend } from '../backends/openBackend';
import type { DeviceConfig } from '../config/runConfig';
import type { Dataset } from '../data/dataset';
import { readCheckpoint } from '../runs/checkpoints';
import {
  evaluationRequestSchema,
  protocolNames,
  trainingProtocols,
  type EvaluationOrder,
  type EvaluationRecord,
  type EvaluationRequest,
} from '../runs/evaluationRecord';
import { writeEvaluation } from '../runs/evaluations';
import type { FoundCheckpoint } from '../runs/findCheckpoint';
import { programVersions } from '../runs/programVersions';
import { checkRequest, possibleProtocols } from './checkRequest';
import { Evaluation } from './evaluation';
import { tellWarmingUp } from './evaluationHooks';
import { openFrozen } from './frozenNetwork';
import { openRunData } from './openRunData';
import { openTarget } from './openTarget';

/** How far an evaluation has come. */
export interface EvaluationProgress {
  /** "warmingUp": a GPU is made ready, which may take minutes during which nothing else is told. */
  readonly phase:
    'listing' | 'decoding' | 'generating' | 'warmingUp' | 'embedding' | 'comparing' | 'fitting' | 'training';
  readonly done: number;
  /** 0 while it is not known. */
  readonly total: number;
}

/** What is to be evaluated, and who wants to know how it goes. */
export interface EvaluateOptions extends FoundCheckpoint {
  readonly request: EvaluationOrder;
  readonly device: DeviceConfig;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: EvaluationProgress) => void;
}

/** What was found, and where it was written. */
export interface Evaluated {
  readonly path: string;
  readonly record: EvaluationRecord;
}

/**
 * Judges the frozen encoder and head of a checkpoint on the run's own images, and writes what it finds into the folder
 * `evaluations/` of the run. Weights and the statistics of batch norm stay as the checkpoint has them.
 * @throws UserError when the images are gone or changed, or do not allow what is asked; nothing is written then.
 * @throws the signal's reason when it aborts.
 */
export async function evaluateCheckpoint(options: EvaluateOptions): Promise<Evaluated> {
  const { run, checkpoint, signal, onProgress } = options;
  const began = performance.now();
  const loaded = readCheckpoint(checkpoint.path);
  const { config } = loaded;
  const dataset = await openRunData(run, config, { signal, onProgress }, 'evaluate the run on them');
  const request = evaluationRequestSchema.parse({
    ...options.request,
    protocols: options.request.protocols ?? possibleProtocols(dataset, quickProtocols),
    seed: options.request.seed ?? config.seed,
  });
  checkRequest(request, dataset);
  const target = await openTargetOf(request, dataset, options);
  const device = await openBackend(options.device, tellWarmingUp(options));
  const frozen = openFrozen(config, dataset.imageSize, loaded);
  try {
    const { loaderThreads } = options.device;
    const evaluation = new Evaluation({
      ...{ dataset, config, request, checkpoint: loaded, frozen, target, loaderThreads, signal, onProgress },
    });
    const record: EvaluationRecord = {
      format: 1,
      createdAt: new Date().toISOString(),
      checkpoint: relative(run.paths.folder, checkpoint.path).replaceAll('\\', '/'),
      step: checkpoint.step,
      request,
      dataset: evaluation.describeData(),
      device: { backend: device.name, detail: device.detail, threads: device.threads },
      versions: programVersions(),
      ...(await evaluation.run()),
      seconds: (performance.now() - began) / 1000,
    };
    return { path: writeEvaluation(run.paths.evaluations, record), record };
  } finally {
    frozen.dispose();
  }
}

const quickProtocols = protocolNames.filter((name) => !trainingProtocols.includes(name));

/** The images that the encoder is transferred to; null where that is not asked for. */
function openTargetOf(
  { protocols, target, seed }: EvaluationRequest,
  { imageSize }: Dataset,
  { run, signal, onProgress }: Pick<EvaluateOptions, 'run' | 'signal' | 'onProgress'>,
): Promise<Dataset> | null {
  if (target === null || !protocols.includes('transfer')) return null;
  const { baseFolder } = run.record;
  const options = { baseFolder, runsFolder: dirname(run.paths.folder), seed };
  return openTarget(target, imageSize, options, { signal, onProgress });
}
