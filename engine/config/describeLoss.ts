import type { LossConfig, RunConfig } from './runConfig';

/** What a screen says of the loss that a run trains by. */
export interface LossDescription {
  /** `NT-Xent`. */
  readonly name: string;
  /** Where it stands when every view is as similar to every other; null where that depends on how similar. */
  readonly chance: number | null;
  readonly canBeNegative: boolean;
}

const names: Readonly<Record<LossConfig['type'], string>> = {
  'nt-xent': 'NT-Xent',
  'nt-logistic': 'NT-Logistic',
  margin: 'margin triplet',
  decoupled: 'decoupled NT-Xent',
};

/** The loss by name, and the value that says that nothing is told apart. */
export function describeLoss({ loss, batchSize }: Pick<RunConfig, 'loss' | 'batchSize'>): LossDescription {
  const { type } = loss;
  return { name: names[type], chance: chanceOf(loss, batchSize), canBeNegative: type === 'decoupled' };
}

function chanceOf({ type, semiHard, margin }: LossConfig, batchSize: number): number | null {
  switch (type) {
    case 'nt-xent':
      return Math.log(2 * batchSize - 1);
    case 'decoupled':
      return Math.log(2 * batchSize - 2);
    case 'margin':
      // With semi-hard negatives no equally similar view is compared, and the loss is 0 as when all is learnt.
      return semiHard ? null : margin;
    case 'nt-logistic':
      return null;
  }
}

/** What is set of a loss, in a few words: `τ 0.5` of NT-Xent, with their names those of others. */
export function describeLossSettings({ type, temperature, margin, semiHard }: LossConfig): string {
  const chosen = semiHard ? ', semi-hard negatives' : '';
  if (type === 'nt-xent') return `τ ${temperature}`;
  return type === 'margin'
    ? `${names[type]} ${margin}${chosen}`
    : `${names[type]}, τ ${temperature}${chosen}`;
}
