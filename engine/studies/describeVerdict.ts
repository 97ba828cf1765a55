import type { RuleResult, Verdict } from './verdict';

/** Verdicts as people read them. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  holds: 'holds',
  doesNotHold: 'does not hold',
  notEnoughSeeds: 'not enough seeds',
  notRun: 'not all run',
};

/** How all rules are decided, in words. */
export const decision =
  'A rule compares runs of the same seed. It holds where the mean difference exceeds its uncertainty, Student’s t at 95 % (one-sided) times the standard error over seeds; it does not where the contrary is as clear.';

/** How a rule came to its verdict: "by 3.40 ± 1.20 over 3 seeds, 1 wanted"; empty where nothing is known. */
export function describeRule({ rule: { by }, difference, uncertainty }: RuleResult): string {
  if (difference === null) return '';
  const seeds = `over ${difference.count} ${difference.count === 1 ? 'seed' : 'seeds'}`;
  const wanted = by === 0 ? '' : `, ${by} wanted`;
  return `by ${describeDifference(difference.mean + by, uncertainty)} ${seeds}${wanted}`;
}

/** A difference with its uncertainty where it has one: "3.40 ± 1.20". */
export function describeDifference(difference: number, uncertainty: number | null): string {
  return difference.toFixed(2) + (uncertainty === null ? '' : ` ± ${uncertainty.toFixed(2)}`);
}
