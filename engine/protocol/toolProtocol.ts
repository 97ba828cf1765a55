import { ProgressType, RequestType, type ProgressToken } from 'vscode-jsonrpc';
import type { BackendDescription } from '../backends/describeBackends';
import type { DataConfig, DeviceConfig, RunConfig } from '../config/runConfig';
import type { DatasetDescription } from '../data/inspectDataset';
import type { EvaluationOrder } from '../runs/evaluationRecord';

export type { AdapterDescription, BackendDescription } from '../backends/describeBackends';
export type { DatasetDescription } from '../data/inspectDataset';

/** A data set to look at. */
export interface InspectParams {
  readonly data: DataConfig;
  /** Absolute path of the folder that a relative `data.source` starts from. */
  readonly baseFolder: string;
  readonly seed: number;
}

/** Views to draw. */
export interface PreviewParams {
  readonly config: RunConfig;
  readonly baseFolder: string;
  /** Where decoded images are kept. */
  readonly runsFolder: string;
  /** Rows of the sheet, one image each, and positive pairs in a row. */
  readonly images: number;
  readonly pairs: number;
}

/** A checkpoint to evaluate. */
export interface EvaluateParams {
  /** Absolute path of the checkpoint, in the folder `checkpoints` of its run. */
  readonly checkpoint: string;
  readonly request: EvaluationOrder;
  readonly device: DeviceConfig;
}

/** How far a request has come. */
export interface ToolProgress {
  readonly phase: string;
  readonly done: number;
  /** 0 while it is not known. */
  readonly total: number;
}

/** The parameters of a request that tells its progress under a token of the client's; without one it tells none. */
export type WithProgress<Params> = Params & { readonly progressToken?: ProgressToken };

/**
 * What this machine can compute with, self-test included. Its progress is told under the token of whoever asks first, and
 * only what may take minutes: phase "warmingUp", during which the engine does not answer anything.
 */
export const backendsRequest = new RequestType<WithProgress<object>, readonly BackendDescription[], void>(
  'backends/describe',
);
/** Describes a data set from names and headers. A `ResponseError` carries a sentence for the user. */
export const inspectRequest = new RequestType<WithProgress<InspectParams>, DatasetDescription, void>(
  'data/inspect',
);
/** A sheet of views: PNG, base64. Can be cancelled. */
export const previewRequest = new RequestType<WithProgress<PreviewParams>, { readonly png: string }, void>(
  'data/preview',
);
/**
 * Evaluates a checkpoint and writes what is found into the folder `evaluations/` of its run; the answer is the path of
 * that file. Can be cancelled: nothing is written then.
 */
export const evaluateRequest = new RequestType<WithProgress<EvaluateParams>, { readonly path: string }, void>(
  'evaluate/run',
);
/** Engine → client: how far the request with a token is, and no other. */
export const toolProgress = new ProgressType<ToolProgress>();
