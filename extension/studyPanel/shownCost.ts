import { l10n, type Disposable } from 'vscode';
import type { CostEstimator } from '../studies/costEstimator';
import type { CostQuestion } from '../studies/costQuestion';
import type { CostOutlook } from './messages';

/** What a panel tells of a study's cost before the first run: asked for while the panel is seen, and given up with it. */
export class ShownCost implements Disposable {
  private asked: { readonly key: string; readonly end: AbortController; outlook: CostOutlook } | null = null;

  /** @param onChange more is known than `look` told. */
  constructor(
    private readonly estimator: Pick<CostEstimator, 'find' | 'estimate'>,
    private readonly onChange: () => void,
  ) {}

  /**
   * How things stand with the answer, which is looked for where that has not been tried since the panel was shown.
   * @param question null where none is to be asked.
   * @param mayMeasure whether the machine may be kept busy for it now.
   */
  look(question: CostQuestion | null, mayMeasure: boolean): CostOutlook | null {
    const known = question === null ? undefined : this.estimator.find(question);
    if (question === null || known !== undefined || !mayMeasure) {
      this.dispose();
      return known === undefined ? null : { state: 'known', ...known };
    }
    if (this.asked?.key !== question.key) {
      this.dispose();
      this.ask(question);
    }
    return this.asked?.outlook ?? null;
  }

  /** Gives up what is being measured. */
  dispose(): void {
    this.asked?.end.abort();
    this.asked = null;
  }

  private ask(question: CostQuestion): void {
    const asked = {
      key: question.key,
      end: new AbortController(),
      outlook: { state: 'measuring' } as CostOutlook,
    };
    this.asked = asked;
    this.estimator.estimate(question, asked.end.signal).then(
      () => this.onChange(),
      (error: unknown) => {
        if (asked.end.signal.aborted) return;
        asked.outlook = { state: 'failed', message: messageOf(error, question) };
        this.onChange();
      },
    );
  }
}

function messageOf(error: unknown, { args }: CostQuestion): string {
  const sentence = error instanceof Error ? error.message : String(error);
  if (!sentence.startsWith('data.source')) return sentence;
  const [, , name = '', , size = ''] = args;
  return l10n.t(
    '{0} Put them there, or start it in a terminal on other images: simclr study run {1} FOLDER --size {2}',
    ...[sentence, name, size],
  );
}
