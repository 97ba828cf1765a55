import { dirname } from 'node:path';
import { isLayer, type ConfigLayer } from '../../engine/config/mergeConfig';
import type { StudyPlan } from '../../engine/studies/studyPlan';
import type { KnownStudy } from './knownStudy';
import { studySettings } from './studySettings';

/** What a study would take at a size, as the program is asked it. */
export interface CostQuestion {
  /** What stands behind "simclr" in a terminal. */
  readonly args: readonly string[];
  /** Absolute path that relative paths among them and in the study refer to. */
  readonly folder: string;
  /** The same for the same study, size, images, seeds and device. */
  readonly key: string;
}

/**
 * How the program is asked what a study takes.
 * @param known as it is written down now.
 * @param plan as it was started, or would be.
 * @param started whether it was: else the settings say what it would be computed on.
 * @returns null where the program cannot see the study that the plan is of: its file is gone, or is another by now.
 */
export function costQuestion(
  { origin, path, study: written }: KnownStudy,
  plan: StudyPlan,
  started: boolean,
  runsFolder: string,
): CostQuestion | null {
  const { study, size, seeds, changes, baseFolder } = plan;
  if (origin === 'plan' || JSON.stringify(written) !== JSON.stringify(study)) return null;
  const fields = started ? assignmentsOf(changes) : studySettings(study, size);
  const args = [
    ...['study', 'cost', path ?? study.name, '--size', size, '--seeds', String(seeds)],
    ...fields.flatMap((assignment) => ['--set', assignment]),
    ...['--runs', runsFolder, '--json'],
  ];
  const folder = started || path === null ? baseFolder : dirname(path);
  return { args, folder, key: JSON.stringify([study, args, folder]) };
}

/** A layer field by field, as "data.source=photos". */
function assignmentsOf(layer: ConfigLayer, above: readonly string[] = []): string[] {
  return Object.entries(layer).flatMap(([name, value]) => {
    const path = [...above, name];
    if (isLayer(value)) return assignmentsOf(value, path);
    return [`${path.join('.')}=${typeof value === 'string' ? value : JSON.stringify(value)}`];
  });
}
