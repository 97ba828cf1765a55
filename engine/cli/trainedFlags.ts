import { Option, type Command } from 'commander';
import { resolve } from 'node:path';
import { withOverrides } from '../config/withOverrides';
import type { DeviceConfig } from '../config/runConfig';
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

/** What a trained encoder was applied to without success, and whatever else is to be known. */
interface Applied {
  readonly warnings: readonly string[];
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
}

/**
 * Says what came out: to scripts as one JSON object, with nothing beside it; else as text, with warnings and what was
 * left out on standard error.
 */
export function reportApplied<T extends Applied>(
  terminal: Terminal,
  { checkpoint }: FoundCheckpoint,
  { space, json }: TrainedFlags,
  applied: T,
  text: string,
): void {
  if (json) {
    const { path, step } = checkpoint;
    terminal.write(`${JSON.stringify({ checkpoint: path, step, space, ...applied }, null, 2)}\n`);
    return;
  }
  for (const warning of applied.warnings) terminal.writeError(`${warning}\n`);
  reportUnreadable(terminal, applied.unreadable);
  terminal.write(text);
}

/** Some of many, and how many there are. */
function reportUnreadable(terminal: Terminal, unreadable: Applied['unreadable']): void {
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
