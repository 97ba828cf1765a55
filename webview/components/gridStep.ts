/**
 * Where an arrow key, Home or End leads among nodes that wrap into rows as wide as the page has it.
 * @param at place of the node that has the focus.
 * @returns a place, `at` itself at an edge; null for any other key.
 */
export function gridStep(key: string, at: number, nodes: readonly HTMLElement[]): number | null {
  const last = nodes.length - 1;
  const top = nodes[0]?.offsetTop;
  const columns = Math.max(1, nodes.filter((node) => node.offsetTop === top).length);
  const steps: Readonly<Record<string, number>> = {
    ...{ ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns },
    ...{ Home: -at, End: last - at },
  };
  const step = steps[key];
  if (step === undefined) return null;
  const place = at + step;
  return place >= 0 && place <= last ? place : at;
}
