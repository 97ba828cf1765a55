/** What a panel remembers of itself, over reloads of its page and of the window. */
export interface PanelState {
  /** Of the run; null until the first view has named it. */
  readonly folder: string | null;
  /** Parts that the user has folded away or opened, by name. */
  readonly open: Readonly<Record<string, boolean>>;
  /** Lines that are hidden, as `ChartBoard.hiddenLines` names them. */
  readonly hiddenLines: readonly string[];
  /** Pixels from the top. */
  readonly scroll: number;
}

const initial: PanelState = { folder: null, open: {}, hiddenLines: [], scroll: 0 };

/** Reads what `getState` returned; what is not as expected is as in a new panel. */
export function panelState(value: unknown): PanelState {
  if (typeof value !== 'object' || value === null) return initial;
  const field = (name: keyof PanelState): unknown => Reflect.get(value, name);
  const [folder, open, hiddenLines, scroll] = [
    field('folder'),
    field('open'),
    field('hiddenLines'),
    field('scroll'),
  ];
  return {
    folder: typeof folder === 'string' ? folder : null,
    open:
      typeof open === 'object' && open !== null
        ? Object.fromEntries(
            Object.entries(open).filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean'),
          )
        : {},
    hiddenLines: Array.isArray(hiddenLines)
      ? hiddenLines.filter((line): line is string => typeof line === 'string')
      : [],
    scroll: typeof scroll === 'number' && scroll > 0 ? scroll : 0,
  };
}
