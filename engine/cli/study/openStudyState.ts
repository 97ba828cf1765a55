import { UserError } from '../../errors';
import { RunIndex } from '../../studies/runIndex';
import { planPath, readPlan } from '../../studies/studyPlan';
import type { StudySize } from '../../studies/studySchema';
import { studyState, type StudyState } from '../../studies/studyState';

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
