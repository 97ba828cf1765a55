import { l10n } from 'vscode';
import { formatCount } from '../format/formatNumbers';

/** How many labels the training images have at most, and of how many classes. */
export interface LabelCount {
  readonly labels: number;
  readonly classes: number;
}

/** Shares of the labels that the paper fine-tunes on (table 7), and all of them; in percent. */
const usual = [1, 10, 100] as const;

/** The least share, in whole percent, that has a label for each class. */
function leastShare({ labels, classes }: LabelCount): number {
  return Math.min(100, Math.ceil((100 * classes) / Math.max(1, labels)));
}

/** The usual shares as a user would type them, with what is too small for these labels replaced: "2, 10, 100". */
export function suggestedShares(count: LabelCount): string {
  const least = leastShare(count);
  const shares = usual.map((share) => Math.max(share, least));
  return [...new Set(shares)].join(', ');
}

/** Reads shares in percent, parted by commas or spaces, as fractions in ascending order; null where a part is none. */
export function readShares(text: string): readonly number[] | null {
  const parts = text
    .replaceAll('%', '')
    .split(/[\s,;]+/)
    .filter((part) => part !== '');
  const percents = [...new Set(parts.map(Number))].sort((a, b) => a - b);
  const valid = percents.length > 0 && percents.every((percent) => percent > 0 && percent <= 100);
  return valid ? percents.map((percent) => percent / 100) : null;
}

/** Why these shares cannot be taken, or null if they can. */
export function sharesProblem(text: string, count: LabelCount): string | null {
  const shares = readShares(text);
  if (shares === null) return l10n.t('Give numbers above 0, at most 100, with commas between: 1, 10, 100');
  const [least = 1] = shares;
  if (Math.round(least * count.labels) >= count.classes) return null;
  return l10n.t(
    '{0} % of {1} labels is less than one for each of the {2} classes: ask for {3} % or more',
    Number((100 * least).toPrecision(6)),
    formatCount(count.labels),
    count.classes,
    leastShare(count),
  );
}
