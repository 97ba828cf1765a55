import type { Memento } from 'vscode';
import { chartSettingsSchema, type ChartSettings } from './messages';

const key = 'runPanel.chartSettings';

const initial: ChartSettings = { smoothing: 0.6, xAxis: 'step', logarithmic: [], tables: [] };

/** How charts were last drawn, in any window. */
export function loadChartSettings(memento: Memento): ChartSettings {
  const parsed = chartSettingsSchema.safeParse(memento.get(key));
  return parsed.success ? parsed.data : initial;
}

/** Remembers how charts are drawn, for all panels and over restarts. */
export async function saveChartSettings(memento: Memento, settings: ChartSettings): Promise<void> {
  await memento.update(key, settings);
}
