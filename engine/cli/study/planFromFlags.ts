import type { StudyPlan } from '../../studies/studyPlan';
import type { Study, StudySize } from '../../studies/studySchema';
import { sizeOf } from '../../studies/studyAt';
import { changesFromFlags, type ConfigOptions } from '../configFlags';

/** The flags that say how a study is run. */
export interface PlanFlags {
  readonly size: StudySize;
  readonly seeds?: number;
  readonly target?: string;
}

/**
 * How a study is run, as the flags and an optional source have it.
 * @throws UserError where the study has no such size, or an assignment is none.
 */
export function planFrom(
  study: Study,
  source: string | undefined,
  options: ConfigOptions & PlanFlags,
): StudyPlan {
  const { size, target = null } = options;
  return {
    ...{ study, size, changes: changesFromFlags(options, source), baseFolder: process.cwd(), target },
    seeds: options.seeds ?? sizeOf(study, size).seeds,
    startedAt: new Date().toISOString(),
  };
}
