import type { ProjectionName } from './stepView';
import type { DragTool } from './plot/plotGestures';

/** What a panel remembers of itself, over reloads of its page and of the window. */
export interface PanelState {
  /** Of the run; null until the first message has named it. */
  readonly folder: string | null;
  /** The step that was shown. */
  readonly step: number | null;
  readonly color: string;
  readonly projection: ProjectionName;
  readonly tool: DragTool;
  /** Clusters to look for; null for as many as there are classes. */
  readonly clusters: number | null;
}

const initial: PanelState = {
  ...{ folder: null, step: null, color: 'class', projection: 'pca', tool: 'lasso', clusters: null },
};

/** Reads what `getState` returned; what is not as expected is as in a new panel. */
export function panelState(value: unknown): PanelState {
  if (typeof value !== 'object' || value === null) return initial;
  const field = (name: keyof PanelState): unknown => Reflect.get(value, name);
  const [folder, step, color, clusters] = [field('folder'), field('step'), field('color'), field('clusters')];
  return {
    folder: typeof folder === 'string' ? folder : null,
    step: typeof step === 'number' ? step : null,
    color: typeof color === 'string' ? color : initial.color,
    // UMAP is computed when it is asked for, not because it once was.
    projection: 'pca',
    tool: field('tool') === 'pan' ? 'pan' : 'lasso',
    clusters: typeof clusters === 'number' && clusters >= 2 ? clusters : null,
  };
}
