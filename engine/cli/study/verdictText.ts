import type { RuleResult, Verdict } from '../../studies/verdict';
import type { Style } from '../style';

const words: Readonly<Record<Verdict, string>> = {
  holds: 'holds',
  doesNotHold: 'does not hold',
  notEnoughSeeds: 'not enough seeds',
  notRun: 'not all run',
};

/** A verdict in the colour of its meaning. */
export function styledVerdict(verdict: Verdict, style: Style): string {
  const text = words[verdict];
  switch (verdict) {
    case 'holds':
      return style.good(text);
    case 'doesNotHold':
      return style.bad(text);
    case 'notEnoughSeeds':
      return style.warning(text);
    case 'notRun':
      return style.dim(text);
  }
}

/** How a rule came to its verdict: "by 3.4 ± 1.2 over 3 seeds, more than 1 is wanted". */
export function ruleText({ rule: { by }, difference, uncertainty }: RuleResult): string {
  if (difference === null) return '';
  const seeds = `over ${difference.count} ${difference.count === 1 ? 'seed' : 'seeds'}`;
  const spread = uncertainty === null ? '' : ` ± ${uncertainty.toFixed(2)}`;
  const wanted = by === 0 ? '' : `, ${by} wanted`;
  return `by ${(difference.mean + by).toFixed(2)}${spread} ${seeds}${wanted}`;
}
