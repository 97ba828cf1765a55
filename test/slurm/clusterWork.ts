import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, inject } from 'vitest';
import { assetPath } from '../../engine/assets';
import { listRuns } from '../../engine/runs/listRuns';
import type { Run } from '../../engine/runs/readRun';
import type { StudyInput } from '../../engine/studies/studySchema';
import { runProgram } from '../../extension/packaging/runProgram';

/** A folder whose studies run on the cluster, and the commands of a person in it. */
export interface ClusterWork {
  /** Runs the built program to its end. */
  simclr(...args: string[]): Promise<{ code: number | null; output: string; errors: string }>;
  /** "job_index state" of every task that the cluster knows. */
  queue(): Promise<string[]>;
  /** Slurm's own record of a job's tasks. */
  showJob(jobId: string): Promise<string>;
  /** Writes a study of tiny runs, one for each size of z, and returns its path. */
  study(name: string, sizes: readonly number[]): string;
  /** The runs of a study. */
  runs(study: string): Run[];
}

/** A folder for a group of tests, with a name that scripts have to quote. */
export function useClusterWork(): () => ClusterWork {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "simclr's 100 % "));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  return () => clusterWork(folder);
}

function clusterWork(folder: string): ClusterWork {
  const env = { ...process.env, SLURM_CONF: inject('slurm') };
  return {
    async simclr(...args) {
      const child = spawn(process.execPath, [assetPath('cli.js'), ...args], { cwd: folder, env });
      let [output, errors] = ['', ''];
      child.stdout.on('data', (data: Buffer) => (output += data.toString()));
      child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
      const [code] = (await once(child, 'close')) as [number | null];
      return { code, output, errors };
    },
    async queue() {
      const args = ['--noheader', '--array', '--states=all', '--format=%F_%K %T'];
      return (await runProgram('squeue', args, { env })).split('\n').filter((line) => line !== '');
    },
    showJob: (jobId) => runProgram('scontrol', ['show', 'job', jobId], { env }),
    study(name, sizes) {
      const path = join(folder, `${name}.study.json`);
      writeFileSync(path, JSON.stringify(tinyStudy(name, sizes)));
      return path;
    },
    runs: (study) =>
      listRuns(join(folder, '.simclr/runs')).runs.filter(({ record }) =>
        record.config.name.startsWith(`${study} `),
      ),
  };
}

/** Runs of some seconds: 256 small images, the smallest encoder, one thread. */
function tinyStudy(name: string, sizes: readonly number[]): StudyInput {
  return {
    ...{ name, title: name, claim: 'The size of z matters little.' },
    config: {
      data: { builtin: { train: 256, test: 32, size: 16 }, imageSize: 16 },
      ...{ encoder: { architecture: 'resnet8', width: 4 }, batchSize: 32, epochs: 12 },
      ...{ evaluate: { maxImages: 32, knnNeighbours: 5 } },
    },
    sizes: { minutes: { about: 'Seconds.', seeds: 1 } },
    axes: [
      {
        ...{ name: 'size', label: 'Size of z' },
        levels: sizes.map((outputSize) => ({ name: `${outputSize}`, config: { head: { outputSize } } })),
      },
    ],
    measures: [{ name: 'accuracy', label: 'Accuracy', from: 'summary', path: 'linear.h' }],
    figures: [{ title: 'Accuracy', type: 'bars', measures: ['accuracy'], x: 'size' }],
    rules: [{ text: 'Something is learned.', greater: { measure: 'accuracy' }, than: 10 }],
  };
}
