import type { Run } from '../runs/readRun';
import { measureRun } from './measureRun';
import { studyFigure, type FigureData } from './studyFigure';
import type { Cell } from './studyGrid';
import type { StudyPlan } from './studyPlan';
import { studyAt } from './studyAt';
import { studyTasks } from './studyTasks';
import type { CellValues } from './studyValues';
import { taskStatus, type TaskStatus } from './taskState';
import { judgeStudy, type StudyVerdict } from './verdict';

/** A study at a size as it stands on disk. */
export interface StudyState {
  readonly plan: StudyPlan;
  readonly cells: readonly Cell[];
  /** Every run, as `studyTasks` orders them. */
  readonly tasks: readonly TaskStatus[];
  readonly values: readonly CellValues[];
  readonly figures: readonly FigureData[];
  readonly verdict: StudyVerdict;
}

/**
 * How a study stands, told by the runs on disk alone: nothing else is kept of its progress.
 * @param byKey the runs of the folder, as `RunIndex` reads them.
 * @throws UserError where the study's configurations are wrong.
 */
export function studyState(plan: StudyPlan, byKey: ReadonlyMap<string, Run>): StudyState {
  const study = studyAt(plan.study, plan.size);
  const tasks = studyTasks(plan.study, plan).map((task) => taskStatus(task, byKey.get(task.key) ?? null));
  const cells = tasks.filter(({ task }) => task.seed === 0).map(({ task }) => task.cell);
  const values = tasks.map((status) => {
    const { cell, seed } = status.task;
    return { cell, seed, values: measureRun(study, status) };
  });
  return {
    ...{ plan, cells, tasks, values },
    figures: study.figures.map((figure) => studyFigure(study, figure, cells, values)),
    verdict: judgeStudy(study, cells, values),
  };
}
