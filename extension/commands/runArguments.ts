import { isExperimentNode } from '../views/experimentNode';

/** What a command was called on. */
export type Target =
  /** Run folders: from a menu, a panel, a notification, or another extension. */
  | { readonly kind: 'runs'; readonly folders: readonly string[] }
  /** The lines selected in the focused tree: from a key. */
  | { readonly kind: 'selection' }
  /** From the palette: the user is asked. */
  | { readonly kind: 'ask' };

/**
 * Reads the arguments of a command on runs: a run folder, or a list of them; a line of the tree, and all selected ones
 * where there are several; or `{ "selection": true }`, which the keybindings in package.json give.
 */
export function readTarget([first, second]: readonly unknown[]): Target {
  if (typeof first === 'string') return { kind: 'runs', folders: [first] };
  if (Array.isArray(first))
    return { kind: 'runs', folders: first.filter((each) => typeof each === 'string') };
  if (typeof first === 'object' && first !== null && 'selection' in first) return { kind: 'selection' };
  const nodes = Array.isArray(second) && second.length > 0 ? second : [first];
  const folders = foldersOf(nodes);
  return folders.length > 0 ? { kind: 'runs', folders } : { kind: 'ask' };
}

/** The folders of the runs that lines of the tree belong to, each once. */
export function foldersOf(nodes: readonly unknown[]): string[] {
  return [...new Set(nodes.filter(isExperimentNode).map(({ folder }) => folder))];
}
