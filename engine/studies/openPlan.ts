import { UserError } from '../errors';
import { planPath, readPlan, type StudyPlan } from './studyPlan';
import type { StudySize } from './studySchema';

/**
 * How a study was last started at a size.
 * @throws UserError where it was not, with the command that does it.
 */
export function openPlan(runsFolder: string, name: string, size: StudySize): StudyPlan {
  const plan = readPlan(planPath(runsFolder, name, size));
  if (plan !== null) return plan;
  throw new UserError(
    `the study "${name}" has not been run at size ${size}: "simclr study run ${name} --size ${size}" does it`,
  );
}
