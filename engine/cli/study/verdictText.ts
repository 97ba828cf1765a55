import { verdictWords } from '../../studies/describeVerdict';
import type { Verdict } from '../../studies/verdict';
import type { Style } from '../style';

/** A verdict in the colour of its meaning. */
export function styledVerdict(verdict: Verdict, style: Style): string {
  const text = verdictWords[verdict];
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
