import { Option, type Command } from 'commander';
import { resolve } from 'node:path';
import { withOverrides } from '../config/withOverrides';
import type { DeviceConfig } from '../config/runConfig';
import type { EvaluationProgress } from '../evaluate/evaluateCheckpoint';
import type { EvaluationHooks } from '../evaluate/evaluationHooks';
import { findCheckpoint, type FoundCheckpoint } from '../runs/findCheckpoint';
import {
  addDeviceFlags,
  deviceOverrides,
  runsFolderOf,
  runsFolderOption,
  type ConfigOptions,
} from './configFlags';
import { shortPath } from './commandHint';
import { formatCount, formatPlural } from '../format/formatNumbers';
import { watchInterrupts } from './interrupt';
import { LiveLine } from './liveLine';
import type { Terminal } from './terminal';

/** What commander makes of the flags that `addTrainedFlags` adds. */
export interface TrainedFlags {
  readonly runs: string;
  readonly checkpoint: string;
  readonly space: 'h' | 'z';
  readonly json?: true;
}

/** Adds the flags of commands that apply a trained encoder. */
export function addTrainedFlags(command: Command): Command {
  command
    .addOption(
      new Option('--checkpoint <which>', 'of the run: "latest", "best", or a step').default('latest'),
    )
    .addOption(
      new Option('--space <space>', 'h: before the head, z: after it').choices(['h', 'z']).default('h'),
    );
  return addDeviceFlags(command)
    .addOption(runsFolderOption())
    .option('--json', 'write the result as one JSON object');
}

/** The checkpoint that is meant, and what computes. @throws UserError where there is none. */
export function trainedBy(
  what: string,
  options: ConfigOptions & TrainedFlags,
): FoundCheckpoint & { readonly device: DeviceConfig } {
  const found = findCheckpoint(runsFolderOf(options), what, options.checkpoint);
  return { ...found, device: withOverrides(found.run.record.config, deviceOverrides(options)).device };
}

/** Absolute path of images that a user named. */
export function imagesAt(text: string): string {
  return text === 'builtin' ? text : resolve(text);
}

const phases: Readonly<Partial<Record<EvaluationProgress['phase'], string>>> = {
  listing: 'looking for images',
  embedding: 'embedding images',
};

/**
 * Does work that may take long, with a line that tells how far it is, which Ctrl-C ends.
 * @param quiet whether nothing but the result may be written.
 * @param exit told the exit code where the user ended the work.
 * @returns null then.
 */
export async function inTerminal<T>(
  terminal: Terminal,
  quiet: boolean,
  exit: (code: number) => void,
  work: (hooks: EvaluationHooks) => Promise<T>,
): Promise<T | null> {
  const live = new LiveLine(terminal);
  const watch = watchInterrupts(() => {
    if (!quiet) live.print('Stopping; nothing is written.');
  });
  try {
    return await work({
      signal: watch.signal,
      onProgress: ({ phase, done, total }) => {
        const count = total > 0 ? ` ${formatCount(done)}/${formatCount(total)}` : '';
        if (!quiet) live.show(() => `${phases[phase] ?? phase}${count}`);
      },
    });
  } catch (error) {
    const code = watch.exitCode();
    if (code === null) throw error;
    exit(code);
    return null;
  } finally {
    live.clear();
    watch.end();
  }
}

/** Says on standard error what was left out: some of many, and how many there are. */
export function reportUnreadable(
  terminal: Terminal,
  unreadable: readonly { readonly path: string; readonly reason: string }[],
): void {
  if (unreadable.length === 0) return;
  const shown = unreadable.slice(0, 10);
  const more = unreadable.length - shown.length;
  terminal.writeError(
    [
      `${formatPlural(unreadable.length, 'image')} left out:`,
      ...shown.map(({ path, reason }) => `  ${shortPath(path)} ${reason}`),
      ...(more > 0 ? [`  and ${formatCount(more)} more; --json names them all`] : []),
      '',
    ].join('\n'),
  );
}
