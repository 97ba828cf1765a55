import type { RunRecord } from '../runs/runRecord';
import { formatCount } from './formatNumbers';

/** Where a run's first weights are from, as names and values; none where it began by its seed. */
export function describeOrigin({
  branchOf,
  importedFrom,
}: Pick<RunRecord, 'branchOf' | 'importedFrom'>): [string, string][] {
  return [
    ...(branchOf === undefined
      ? []
      : [['branch of', `${branchOf.run}, from step ${formatCount(branchOf.step)} on`] as [string, string]]),
    ...(importedFrom === undefined ? [] : [['weights from', importedFrom] as [string, string]]),
  ];
}
