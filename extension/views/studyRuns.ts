import type { ShownRun } from '../runs/shownRun';
import type { RunNode, StudyRunsNode } from './experimentNode';

/** Top lines for runs in their order: one for all runs of a study at a size, where the first of them would stand. */
export function gatherStudies(runs: readonly ShownRun[]): (StudyRunsNode | RunNode)[] {
  const gathered = new Set<string>();
  return runs.flatMap(({ run: { paths, record } }): (StudyRunsNode | RunNode)[] => {
    const { study } = record;
    if (study === undefined) return [{ kind: 'run', folder: paths.folder }];
    const { name, size } = study;
    const key = `${name}.${size}`;
    if (gathered.has(key)) return [];
    gathered.add(key);
    return [{ kind: 'studyRuns', name, size }];
  });
}

/** Whether a study's line stands for a run. */
export function isOfStudy({ name, size }: Pick<StudyRunsNode, 'name' | 'size'>, { run }: ShownRun): boolean {
  const { study } = run.record;
  return study?.name === name && study.size === size;
}
