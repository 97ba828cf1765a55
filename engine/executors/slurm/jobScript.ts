import { join } from 'node:path';
import { shellWord } from '../../format/shellWord';
import type { Program } from '../thisProgram';
import { manifestPath, type Submission } from './submission';

/** What is asked of Slurm for each run; what is left out is as the cluster has it. */
export interface SlurmOptions {
  /** Time limit of a task, as sbatch takes it: a longer run is requeued, and goes on from its checkpoint. */
  readonly time?: string;
  readonly partition?: string;
  readonly gres?: string;
  readonly cpusPerTask?: number;
  readonly mem?: string;
  /** Runs at a time. */
  readonly atMost?: number;
  /** Further options of sbatch, each as one word or two: "--account=vision", "-A vision". */
  readonly sbatch?: readonly string[];
}

/** By this signal Slurm says that time is nearly up; SIGTERM is left for those who cancel. */
export const timeSignal = 'SIGUSR2';

/** Seconds before the time limit: enough for a step and a checkpoint. Slurm may be a minute early. */
const secondsBefore = 120;

/**
 * The script of an array job whose task number i does what the i-th key of the submission stands for: readable by people, who
 * may submit it again by hand.
 */
export function jobScript(
  submission: Submission,
  runsFolder: string,
  program: Program,
  options: SlurmOptions,
): string {
  const { folder, keys, plan } = submission;
  const { time, partition, gres, cpusPerTask, mem, atMost, sbatch = [] } = options;
  const all = `0-${keys.length - 1}${atMost === undefined ? '' : `%${atMost}`}`;
  const given = {
    'job-name': `simclr-${plan.study.name}`,
    array: all,
    // In this pattern a percent sign of the path has to be doubled.
    output: `${folder.replaceAll('%', '%%')}/slurm-%A_%a.log`,
    'open-mode': 'append',
    chdir: plan.baseFolder,
    signal: `B:${timeSignal.slice(3)}@${secondsBefore}`,
    ...{ time, partition, gres, 'cpus-per-task': cpusPerTask, mem },
  };
  const directives = Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `--${name}=${quoted(String(value))}`);
  const main = program.args.at(-1) ?? '';
  const flags = program.args.slice(0, -1).map((flag) => `${shellWord(flag)} `);
  return `#!/bin/bash
# Runs of the study "${plan.study.name}" at size ${plan.size}: what each number of the array stands for is in manifest.json.
${[...directives, '--requeue', ...sbatch].map((directive) => `#SBATCH ${directive}`).join('\n')}

node=${shellWord(program.file)}
program=${shellWord(main)}
manifest=${shellWord(manifestPath(folder))}

for file in "$node" "$program" "$manifest"; do
  if [ ! -r "$file" ]; then
    echo "simclr: $(hostname) cannot see $file: it has to lie on a disk that all nodes share" >&2
    exit 1
  fi
done

# In place of this shell, so that signals reach it: ${timeSignal} before the time limit, SIGTERM when the job is cancelled.
exec "$node" ${flags.join('')}"$program" study task "$manifest" "$SLURM_ARRAY_TASK_ID" --runs ${shellWord(runsFolder)}
`;
}

/** Path of the log that the script has Slurm write for a task. */
export function logPath({ folder, jobId }: Submission, index: number): string {
  return join(folder, `slurm-${jobId}_${index}.log`);
}

/** A value as sbatch reads it in a script. */
function quoted(value: string): string {
  return /^[\w:.,%@+/=-]+$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}
