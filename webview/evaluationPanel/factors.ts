import type { FactorResult } from '../../extension/evaluationPanel/messages';
import { element } from '../components/element';
import { pairedBars, type BarRow } from './pairedBars';

/** The section of what h and z know besides the class: what was lost most comes first. */
export function factors(found: readonly FactorResult[], lossThreshold: number): HTMLElement[] {
  const groups = [
    { kind: 'recorded', heading: 'What is recorded of the images' },
    { kind: 'transformation', heading: 'What was done to the images' },
  ] as const;
  return groups.flatMap(({ kind, heading }) => {
    const rows = found
      .filter((factor) => factor.kind === kind)
      .sort((a, b) => b.h - b.z - (a.h - a.z))
      .map((factor) => rowOf(factor, lossThreshold));
    if (rows.length === 0) return [];
    const columns = { caption: heading, label: 'can be told', note: 'in the head' };
    return [element('h3', {}, heading), pairedBars(columns, rows)];
  });
}

function rowOf({ name, h, z, chance }: FactorResult, lossThreshold: number): BarRow {
  const lost = h - z;
  const points = Math.abs(100 * lost).toFixed(1);
  const note =
    lost > lossThreshold ? `lost ${points} points` : lost < -lossThreshold ? `gained ${points} points` : '';
  return { label: name, h, z, chance, note };
}
