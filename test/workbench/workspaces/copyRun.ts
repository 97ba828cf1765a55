import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runPaths } from '../../../engine/runs/runPaths';
import type { RunRecord } from '../../../engine/runs/runRecord';
import { lengthen } from './finishedRun';

/** Copies a run under another name, with another temperature and length. @returns the new run folder. */
export async function copyRun(
  folder: string,
  name: string,
  temperature: number,
  lines: number,
): Promise<string> {
  const copy = join(folder, '..', `2026-11-24T08-00-0${lines % 10}_${name}`);
  await cp(folder, copy, { recursive: true });
  const { record } = runPaths(copy);
  const old = JSON.parse(await readFile(record, 'utf8')) as RunRecord;
  const loss = { ...old.config.loss, temperature };
  const summary = old.summary && { ...old.summary, runFolder: copy };
  await writeFile(record, JSON.stringify({ ...old, config: { ...old.config, name, loss }, summary }));
  await lengthen(copy, lines);
  return copy;
}
