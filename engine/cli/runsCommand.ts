import { Command } from 'commander';
import { left, right, type Column } from '../format/blocks';
import { listRuns } from '../runs/listRuns';
import type { Run, ShownState } from '../runs/readRun';
import { commandHint, shortPath } from './commandHint';
import { runsFolderOf, runsFolderOption } from './configFlags';
import { formatAge, formatLoss, formatPlural, formatShare } from '../format/formatNumbers';
import { runToJson } from './runToJson';
import type { Style } from './style';
import { formatTable } from './table';
import type { Terminal } from './terminal';
import { textWidth, truncate } from './textWidth';

const examples = `
Examples:
  simclr runs
  simclr runs --runs /data/experiments
  simclr runs --studies
  simclr runs --json | jq '.[] | select(.state == "finished") | .id'`;

/** `simclr runs`. */
export function runsCommand(terminal: Terminal): Command {
  return new Command('runs')
    .summary('list the runs')
    .description('Lists the runs of a folder, oldest first, with how far they are and what they came to.')
    .addOption(runsFolderOption())
    .option('--studies', 'list the runs of studies too')
    .option('--json', 'write a list of JSON objects')
    .addHelpText('after', examples)
    .action((options: { runs: string; studies?: true; json?: true }) => {
      const folder = runsFolderOf(options);
      const { runs: all, broken } = listRuns(folder);
      const runs = all.filter(({ record }) => options.studies || record.study === undefined);
      const leftOut = all.length - runs.length;
      const note =
        leftOut === 0 ? '' : `${formatPlural(leftOut, 'run')} of studies left out: --studies shows them.\n`;
      if (options.json) {
        terminal.write(`${JSON.stringify(runs.map(runToJson), null, 2)}\n`);
        terminal.writeError(note);
      } else if (all.length === 0) {
        terminal.write(
          `There are no runs in ${shortPath(folder)} yet: start one with "${commandHint('train')}".\n`,
        );
      } else {
        if (runs.length > 0) terminal.write(`${runsTable(runs, terminal, new Date()).join('\n')}\n`);
        terminal.write(terminal.style.dim(note));
      }
      for (const { reason } of broken)
        terminal.writeError(`${terminal.style.warning('warning:')} ${reason}\n`);
    });
}

const columns: readonly Column[] = [
  ...[left('run'), left('state'), right('epoch'), right('loss')],
  ...[right('probe h'), right('kNN h'), right('last written')],
];
/** Which columns go first where the terminal is narrow. */
const dispensable = ['last written', 'loss', 'kNN h'];

/** The runs as a table that fits the terminal. */
export function runsTable(runs: readonly Run[], { columns: width, style }: Terminal, now: Date): string[] {
  const rows = runs.map((run) => cells(run, style, now));
  let shown = columns.map((_, index) => index);
  const table = () =>
    formatTable(
      shown.map((index) => columns[index] ?? { title: '', align: 'left' }),
      rows.map((row) => shown.map((index) => row[index] ?? '')),
    );
  const tooWide = () => Math.max(...table().map(textWidth)) > width;
  for (const title of dispensable) {
    if (tooWide()) shown = shown.filter((index) => columns[index]?.title !== title);
  }
  const excess = Math.max(...table().map(textWidth)) - width;
  if (excess > 0) {
    const longest = Math.max(...rows.map(([id]) => textWidth(id ?? '')));
    for (const row of rows) row[0] = truncate(row[0] ?? '', Math.max(20, longest - excess));
  }
  const [titles = '', ...lines] = table();
  return [style.dim(titles), ...lines];
}

function cells({ id, record, state }: Run, style: Style, now: Date): string[] {
  const { progress, config, summary } = record;
  const epoch = progress === null ? 0 : Math.floor(progress.epoch);
  return [
    id,
    styledState(state, style),
    `${epoch}/${config.epochs}`,
    formatLoss(summary?.lossEnd ?? progress?.loss),
    formatShare(summary?.linear?.h ?? progress?.['probe.h']),
    formatShare(summary?.knn?.h ?? progress?.['knn.h']),
    formatAge(now.getTime() - Date.parse(record.updatedAt)),
  ];
}

/** A state in the colour of its meaning. */
export function styledState(state: ShownState, style: Style): string {
  switch (state) {
    case 'finished':
      return style.good(state);
    case 'failed':
      return style.bad(state);
    case 'interrupted':
    case 'stopped':
      return style.warning(state);
    case 'queued':
    case 'preparing':
    case 'running':
    case 'paused':
      return style.accent(state);
  }
}
