import type { StudyPlan } from '../../../engine/studies/studyPlan';
import { smallStudy } from '../studies/smallStudy';

/** The small study as it was started with one seed, without evaluations: its runs are done once they are trained. */
export const smallPlan: StudyPlan = {
  ...{ study: { ...smallStudy, evaluations: [] }, size: 'minutes', seeds: 1, changes: {}, target: null },
  ...{ baseFolder: '/photos', startedAt: '2026-11-29T00:00:00.000Z' },
};
