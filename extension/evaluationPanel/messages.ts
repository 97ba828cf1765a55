import * as z from 'zod';
import type { EvaluationRecord, ProtocolName } from '../../engine/runs/evaluationRecord';

export type {
  EvaluationRecord,
  FactorResult,
  ProtocolName,
  RepresentationMetrics,
} from '../../engine/runs/evaluationRecord';

/** An evaluation as its page shows it. */
export interface EvaluationView {
  /** Of its file; absolute. */
  readonly path: string;
  /** Of the run. */
  readonly title: string;
  readonly record: EvaluationRecord;
  /** Place of the checkpoint in the run, in epochs; null where that is not known. */
  readonly epoch: number | null;
  /** Whether it is of the run's best checkpoint. */
  readonly best: boolean;
  /** Whether the checkpoint is there still, so that it can be evaluated again. */
  readonly repeatable: boolean;
  /** When it was made, in local time: "24 Nov 12:04". */
  readonly made: string;
  /** What it found, in a few plain sentences; may be empty. */
  readonly finding: string;
  /** The line for a terminal that repeats it. */
  readonly command: string;
  /** Every protocol, in the order in which they are shown. */
  readonly protocols: readonly {
    readonly name: ProtocolName;
    readonly title: string;
    readonly explanation: string;
  }[];
  /** A factor whose accuracy is by more than this share lower in z was lost in the head. */
  readonly lossThreshold: number;
}

/** Extension → webview. */
export type ToEvaluationPanel =
  | { readonly type: 'evaluation'; readonly view: EvaluationView }
  /** The file is gone or no evaluation; the sentence says so. */
  | { readonly type: 'gone'; readonly message: string };

/** Webview → extension; checked before anything is done with it. */
export const fromEvaluationPanelSchema = z.lazy(() =>
  z.discriminatedUnion('type', [
    /** The webview's script has run: everything may be sent now. */
    z.strictObject({ type: z.literal('ready') }),
    z.strictObject({ type: z.literal('export'), format: z.enum(['json', 'csv']) }),
    z.strictObject({ type: z.literal('action'), action: z.enum(['reveal', 'copy', 'repeat', 'openRun']) }),
  ]),
);
export type FromEvaluationPanel = z.infer<typeof fromEvaluationPanelSchema>;
/** Buttons of the page that act on the evaluation: shows its file, copies the command, evaluates again, opens the run. */
export type EvaluationAction = Extract<FromEvaluationPanel, { type: 'action' }>['action'];
