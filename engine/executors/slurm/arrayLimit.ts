import { UserError } from '../../errors';
import { slurmCommand } from './slurmCommand';

/** Slurm's own limit, where a cluster has no other. */
const usualSize = 1001;

/** Tasks that an array job may have on this cluster, numbered from 0. */
export async function arrayLimit(): Promise<number> {
  const [, size] = /^MaxArraySize\s*=\s*(\d+)/m.exec(await configuration()) ?? [];
  // The number itself is one that no task can have.
  return Math.max(1, Number(size ?? usualSize) - 1);
}

/** What is wrong with Slurm, if something is, sbatch will say. */
async function configuration(): Promise<string> {
  try {
    return await slurmCommand('scontrol', ['show', 'config']);
  } catch (error) {
    if (error instanceof UserError) return '';
    throw error;
  }
}
