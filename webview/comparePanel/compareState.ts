import type { ChartSettings } from '../../extension/runPanel/messages';
import type { ColorSlots } from './colorSlots';
import type { RowOrder } from './sortRows';

/** What a comparison remembers of itself, over reloads of its page and of the window. */
export interface CompareState {
  /** Of the runs, in the order in which they were added; the extension reads these too. */
  readonly folders: readonly string[];
  readonly slots: ColorSlots;
  /** Runs that are hidden everywhere. */
  readonly hidden: readonly string[];
  readonly charts: ChartSettings;
  readonly filter: string;
  readonly order: RowOrder | null;
  readonly allColumns: boolean;
  readonly scatter: ScatterChoice;
  /** Runs whose configurations are compared, at most two. */
  readonly pair: readonly string[];
  /** Parts that the user has folded away or opened, by name. */
  readonly open: Readonly<Record<string, boolean>>;
  /** Pixels from the top. */
  readonly scroll: number;
}

/** What the scatter plot shows; null: what it chooses itself. */
export interface ScatterChoice {
  readonly x: string | null;
  readonly y: string | null;
  readonly logX: boolean;
  readonly logY: boolean;
}

const initial: CompareState = {
  folders: [],
  slots: {},
  hidden: [],
  charts: { smoothing: 0.6, xAxis: 'epoch', logarithmic: [], tables: [] },
  filter: '',
  order: null,
  allColumns: false,
  scatter: { x: null, y: null, logX: false, logY: false },
  pair: [],
  open: {},
  scroll: 0,
};

/** Reads what `getState` returned; what is not as expected is as in a new panel. */
export function compareState(value: unknown): CompareState {
  const state = record(value);
  const charts = record(state['charts']);
  const scatter = record(state['scatter']);
  const order = record(state['order']);
  const { smoothing, xAxis } = charts;
  const { scroll, filter } = state;
  return {
    folders: texts(state['folders']),
    slots: Object.fromEntries(
      Object.entries(record(state['slots'])).filter(
        (entry): entry is [string, number] => Number.isInteger(entry[1]) && Number(entry[1]) >= 0,
      ),
    ),
    hidden: texts(state['hidden']),
    charts: {
      smoothing:
        typeof smoothing === 'number' && smoothing >= 0 && smoothing <= 0.999
          ? smoothing
          : initial.charts.smoothing,
      xAxis: xAxis === 'step' || xAxis === 'time' ? xAxis : 'epoch',
      logarithmic: texts(charts['logarithmic']),
      tables: texts(charts['tables']),
    },
    filter: typeof filter === 'string' ? filter : '',
    order:
      typeof order['column'] === 'string'
        ? { column: order['column'], descending: order['descending'] === true }
        : null,
    allColumns: state['allColumns'] === true,
    scatter: {
      x: textOrNull(scatter['x']),
      y: textOrNull(scatter['y']),
      logX: scatter['logX'] === true,
      logY: scatter['logY'] === true,
    },
    pair: texts(state['pair']).slice(0, 2),
    open: Object.fromEntries(
      Object.entries(record(state['open'])).filter(
        (entry): entry is [string, boolean] => typeof entry[1] === 'boolean',
      ),
    ),
    scroll: typeof scroll === 'number' && scroll > 0 ? scroll : 0,
  };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
