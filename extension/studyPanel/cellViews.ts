import { spreadOf } from '../../engine/studies/statistics';
import { cellName, isAt } from '../../engine/studies/studyGrid';
import { cellLabel } from '../../engine/studies/studyLabels';
import type { StudyState } from '../../engine/studies/studyState';
import { studyAt } from '../../engine/studies/studyAt';
import type { TaskState, TaskStatus } from '../../engine/studies/taskState';
import type { CellRun, CellState, CellView, StudyView } from './messages';

/** What is shown of a cell whose runs are in several states: the first of these. */
const telling: readonly TaskState[] = ['running', 'evaluating', 'failed', 'waiting'];

/** The cells of a study with their runs, and what their values are: those of the first figure's first measure. */
export function cellViews({ plan, cells, tasks, values }: StudyState): Pick<StudyView, 'cells' | 'measure'> {
  const study = studyAt(plan.study, plan.size);
  const [name] = study.figures[0]?.measures ?? [];
  const measure = study.measures.find((each) => each.name === name) ?? study.measures[0];
  const { label = '', unit = 'number' } = measure ?? {};
  const runs = tasks.map((status, index): readonly [TaskStatus, CellRun] => [
    status,
    cellRun(status, values[index]?.values[measure?.name ?? ''] ?? null),
  ]);
  return {
    measure: { label, unit },
    cells: cells.map((at): CellView => {
      const own = runs.filter(([{ task }]) => isAt(task.cell, at)).map(([, run]) => run);
      const known = own.flatMap(({ value }) => (value === null ? [] : [value]));
      return {
        ...{ at, name: cellName(at), label: cellLabel(study, at) },
        ...{ state: stateOf(own), value: spreadOf(known), runs: own },
      };
    }),
  };
}

function cellRun({ task, state, run, reason, progress }: TaskStatus, value: number | null): CellRun {
  return {
    ...{ seed: task.seed, state, share: progress, value },
    folder: run?.paths.folder ?? null,
    reason,
  };
}

function stateOf(runs: readonly CellRun[]): CellState {
  const has = (state: TaskState) => runs.some((run) => run.state === state);
  const found = telling.find(has);
  if (found !== undefined) return found;
  if (!has('missing')) return 'done';
  return has('done') ? 'partly' : 'missing';
}
