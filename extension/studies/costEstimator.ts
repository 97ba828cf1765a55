import * as z from 'zod';
import { l10n } from 'vscode';
import type { StudyEngines } from '../engine/studyEngines';
import type { CostQuestion } from './costQuestion';

/** What a study will take, by steps that were measured on this machine. */
export interface CostEstimate {
  readonly seconds: number;
  /** Runs at a time. */
  readonly parallel: number;
  /** What computes: "cpu, wide kernels"; empty where no run is left. */
  readonly device: string;
}

/** As `simclr study cost --json` writes it. */
const answerSchema = z.object({
  seconds: z.number().nonnegative(),
  parallel: z.int().min(1).default(1),
  device: z.string().default(''),
});

/** Milliseconds that steps are measured for, at most: what takes longer is more than a look at a study is worth. */
const patience = 120_000;

/** Asks the program what studies will take, one at a time, and remembers it while the window is open. */
export class CostEstimator {
  private readonly known = new Map<string, CostEstimate>();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly engines: Pick<StudyEngines, 'answer'>) {}

  /** What was found out before. */
  find({ key }: Pick<CostQuestion, 'key'>): CostEstimate | undefined {
    return this.known.get(key);
  }

  /**
   * Measures it, once what was asked before has ended.
   * @param signal ends it; the promise then rejects with whatever.
   * @throws Error with a sentence for the user.
   */
  estimate(question: CostQuestion, signal: AbortSignal): Promise<CostEstimate> {
    const asked = this.turn.then(() => this.measure(question, signal));
    this.turn = asked.catch(() => undefined);
    return asked;
  }

  private async measure(question: CostQuestion, signal: AbortSignal): Promise<CostEstimate> {
    signal.throwIfAborted();
    const known = this.find(question);
    if (known !== undefined) return known;
    const { args, folder, key } = question;
    const late = AbortSignal.timeout(patience);
    try {
      const answer = await this.engines.answer(args, folder, AbortSignal.any([signal, late]));
      const estimate = answerSchema.parse(JSON.parse(answer));
      this.known.set(key, estimate);
      return estimate;
    } catch (error) {
      if (!late.aborted) throw error;
      throw new Error(l10n.t('measuring takes more than {0} minutes on this machine.', patience / 60_000), {
        cause: error,
      });
    }
  }
}
