import type { ChartSpec } from '../../../webview/charts/chartSpec';
import { ntXent } from '../harness/ntXent';
import { chartSpecs } from '../../../webview/runPanel/chartSpecs';

/** A chart of the panel of a run by NT-Xent, by its name. */
export function specOf(id: string): ChartSpec {
  const found = chartSpecs(ntXent).find((each) => each.id === id);
  if (found === undefined) throw new Error(`There is no chart "${id}".`);
  return found;
}
