import { openPlan } from './openPlan';
import { RunIndex } from './runIndex';
import type { StudySize } from './studySchema';
import { studyState, type StudyState } from './studyState';

/**
 * How a study that was started stands.
 * @throws UserError where it was not, with the command that does it.
 */
export function openStudyState(runsFolder: string, name: string, size: StudySize): StudyState {
  return studyState(openPlan(runsFolder, name, size), new RunIndex(runsFolder).read());
}
