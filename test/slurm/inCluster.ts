import { describe } from 'vitest';

/** A group of tests on a cluster, which `SIMCLR_SKIP_SLURM=1` skips. */
export const inCluster = describe.skipIf(process.env['SIMCLR_SKIP_SLURM'] === '1');
