import type { ChartSpec } from '../../../webview/charts/chartSpec';
import { chartSpecs } from '../../../webview/runPanel/chartSpecs';

/** A chart of the run panel by its name. */
export function specOf(id: string): ChartSpec {
  const found = chartSpecs.find((each) => each.id === id);
  if (found === undefined) throw new Error(`There is no chart "${id}".`);
  return found;
}
