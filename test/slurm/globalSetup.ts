import type { TestProject } from 'vitest/node';
import { ensureSlurm } from './ensureSlurm';
import { startCluster } from './startCluster';

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the cluster's slurm.conf. */
    slurm: string;
  }
}

/** Starts a cluster of one node for all tests of the project. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (process.env['SIMCLR_SKIP_SLURM'] === '1') {
    console.warn('SIMCLR_SKIP_SLURM is set: nothing is tested under Slurm.');
    return undefined;
  }
  try {
    await ensureSlurm((line) => {
      console.log(line);
    });
  } catch (error) {
    // What is missing is said without where in the code it was missed.
    if (error instanceof Error) error.stack = error.message;
    throw error;
  }
  const cluster = await startCluster();
  project.provide('slurm', cluster.config);
  return () => cluster.stop();
}
