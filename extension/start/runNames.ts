import { l10n } from 'vscode';
import { runConfigSchema } from '../../engine/config/runConfig';

/** Longest name that a run may have. */
const longest = 80;

/** Why `name` cannot be a run's name, in a sentence; null where it can. */
export function nameProblem(name: string): string | null {
  return runConfigSchema.shape.name.safeParse(name).success
    ? null
    : l10n.t('A name has letters, digits, space, dot, dash and underscore, at most {0} of them.', longest);
}

/** A name that says what a run is, as in "photos-quick", unlike those there are. */
export function suggestedName(dataset: string, recipe: string, taken: readonly string[]): string {
  return freeName(`${dataset}-${recipe}`, taken);
}

/** `wanted`, made fit for a name, with a number behind it where a run has that name. */
export function freeName(wanted: string, taken: readonly string[]): string {
  const name = wanted
    .replace(/[^\p{L}\p{N}._ -]+/gu, '-')
    .replace(/^[-.\s]+|[-.\s]+$/g, '')
    .slice(0, longest - 5);
  if (!taken.includes(name)) return name;
  const stem = name.replace(/-\d{1,3}$/, '');
  for (let number = 2; ; number++) {
    const candidate = `${stem}-${number}`;
    if (!taken.includes(candidate)) return candidate;
  }
}
