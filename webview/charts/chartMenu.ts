import type { ChartSettings } from '../../extension/runPanel/messages';
import type { MenuItem } from '../components/menuButton';
import type { ChartSpec } from './chartSpec';

export type ExportFormat = 'png' | 'svg' | 'csv';

/** The menu of a chart: its axis, its table, and files of it. */
export function chartMenu(
  spec: ChartSpec,
  settings: ChartSettings,
  isEmpty: boolean,
  change: (change: Partial<ChartSettings>) => void,
  save: (format: ExportFormat) => void,
): readonly MenuItem[] {
  const switched = (list: 'logarithmic' | 'tables') => {
    const ids = settings[list];
    const on = ids.includes(spec.id);
    return {
      checked: on,
      onChoose: () => change({ [list]: on ? ids.filter((id) => id !== spec.id) : [...ids, spec.id] }),
    };
  };
  const exported = (label: string, format: ExportFormat): MenuItem => ({
    label,
    ...(isEmpty ? { disabled: 'There are no points yet.' } : {}),
    onChoose: () => save(format),
  });
  return [
    {
      label: 'Logarithmic y axis',
      ...switched('logarithmic'),
      ...(spec.canBeLog ? {} : { disabled: 'Its values are not all above zero.' }),
    },
    { label: 'Table', ...switched('tables') },
    'separator',
    exported('Export as PNG…', 'png'),
    exported('Export as SVG…', 'svg'),
    exported('Export as CSV…', 'csv'),
  ];
}
