import { UserError } from '../errors';
import { RunIndex } from './runIndex';
import { planPath, readPlan } from './studyPlan';
import type { StudySize } from './studySchema';
import { studyState, type StudyState } from './studyState';

/**
 * How a study that was started stands.
 * @throws UserError where it was not, with the command that does it.
 */
export function openStudyState(runsFolder: string, name: string, size: StudySize): StudyState {
  const plan = readPlan(planPath(runsFolder, name, size));
  if (plan !== null) return studyState(plan, new RunIndex(runsFolder).read());
  throw new UserError(
    `the study "${name}" has not been run at size ${size}: "simclr study run ${name} --size ${size}" does it`,
  );
}
