import { Command } from 'commander';
import { left } from '../../format/blocks';
import { builtInStudies } from '../../studies/builtInStudies';
import { RunIndex } from '../../studies/runIndex';
import { listPlans, readPlan } from '../../studies/studyPlan';
import { studySizes, type Study, type StudySize } from '../../studies/studySchema';
import { studyRuns } from '../../studies/studyRuns';
import { studyState, type StudyState } from '../../studies/studyState';
import { runsFolderOf, runsFolderOption } from '../configFlags';
import { formatTable } from '../table';
import type { Terminal } from '../terminal';
import { wrap } from '../textWidth';
import { styledVerdict } from './verdictText';

/** `simclr study list`. */
export function listStudies(terminal: Terminal): Command {
  return new Command('list')
    .summary('list the studies, and what came of them')
    .description(
      'Lists the studies, with their claims, and with what came of them at each size that was run.',
    )
    .addOption(runsFolderOption())
    .option('--json', 'write a list of JSON objects')
    .action((options: { runs: string; json?: true }) => {
      const folder = runsFolderOf(options);
      const index = new RunIndex(folder).read();
      const states = listPlans(folder).flatMap((path) => {
        const plan = readPlan(path);
        return plan === null ? [] : [studyState(plan, index)];
      });
      const own = states.map(({ plan: { study } }) => study);
      const known = builtInStudies();
      const studies = [
        ...known,
        ...own.filter(({ name }, at) => isNew(name, known) && at === firstOf(name, own)),
      ];
      terminal.write(options.json ? asJson(studies, states) : asText(studies, states, terminal));
    });
}

function isNew(name: string, known: readonly Study[]): boolean {
  return !known.some((study) => study.name === name);
}

function firstOf(name: string, studies: readonly Study[]): number {
  return studies.findIndex((study) => study.name === name);
}

function stateOf(study: Study, size: StudySize, states: readonly StudyState[]): StudyState | null {
  return states.find(({ plan }) => plan.study.name === study.name && plan.size === size) ?? null;
}

function asJson(studies: readonly Study[], states: readonly StudyState[]): string {
  const list = studies.map((study) => ({
    ...{ name: study.name, title: study.title, claim: study.claim, source: study.source },
    sizes: Object.fromEntries(
      studySizes
        .filter((size) => study.sizes[size] !== undefined)
        .map((size) => {
          const state = stateOf(study, size, states);
          return [size, state === null ? null : { ...progressOf(state), verdict: state.verdict.verdict }];
        }),
    ),
  }));
  return `${JSON.stringify(list, null, 2)}\n`;
}

function progressOf(state: StudyState): { readonly done: number; readonly runs: number } {
  const runs = studyRuns(state);
  return { done: runs.filter((run) => run.state === 'done').length, runs: runs.length };
}

function asText(studies: readonly Study[], states: readonly StudyState[], terminal: Terminal): string {
  const { style, columns } = terminal;
  const lines = studies.flatMap((study) => {
    const rows = studySizes.flatMap((size) => {
      const state = stateOf(study, size, states);
      if (state === null) return [];
      const { done, runs } = progressOf(state);
      return [[size, styledVerdict(state.verdict.verdict, style), `${done} of ${runs} runs`]];
    });
    const table = formatTable([left(''), left(''), left('')], rows, '    ').slice(1);
    return [
      style.bold(study.name),
      ...wrap(study.claim, columns - 5).map((line) => `    ${line}`),
      ...(rows.length === 0 ? [style.dim('    not run')] : table),
      '',
    ];
  });
  return `${lines.join('\n')}\n`;
}
