import { basename } from 'node:path';
import { runConfigSchema, type RunConfig } from '../config/runConfig';
import { UserError } from '../errors';

/**
 * Name of a run's folder: when it was created (local time) and what it is, as in
 * `2026-11-23T18-04-05_cifar10_resnet20`; names sort by time, and every file system takes them.
 */
export function runName(config: RunConfig, createdAt: Date): string {
  const what =
    config.name === '' ? `${sourceName(config)}_${config.encoder.architecture}` : safe(config.name);
  return what === '' ? timestamp(createdAt) : `${timestamp(createdAt)}_${what}`;
}

/**
 * A name as a person gave it, for `config.name`.
 * @throws UserError when it has characters that a name must not have, or too many.
 */
export function checkRunName(name: string): string {
  const parsed = runConfigSchema.shape.name.safeParse(name);
  if (parsed.success) return parsed.data;
  throw new UserError(
    `"${name}" cannot be a run's name: use ${parsed.error.issues[0]?.message ?? 'another'}`,
  );
}

function sourceName({ data: { source } }: RunConfig): string {
  return safe(basename(source.replace(/[\\/]+$/, ''))) || 'data';
}

/** Without spaces, which are a nuisance in a terminal, nor anything that some file system refuses. */
function safe(text: string): string {
  return text
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, 80);
}

function timestamp(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day}T${[two(date.getHours()), two(date.getMinutes()), two(date.getSeconds())].join('-')}`;
}
