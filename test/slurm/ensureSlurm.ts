import { installDebianPackages, type Say } from '../workbench/setup/debianPackages';
import { findProgram } from '../workbench/setup/findProgram';

const programs = ['slurmctld', 'slurmd', 'sbatch', 'munged', 'setpriv'];
const packages = ['slurm-wlm', 'munge'];

/**
 * Sees to it that a cluster can be started here, installing Slurm where it is missing.
 * @throws Error that says in a sentence what is missing, and how to do without.
 */
export async function ensureSlurm(say: Say): Promise<void> {
  const without = 'SIMCLR_SKIP_SLURM=1 leaves them out';
  if (process.getuid?.() !== 0) {
    throw new Error(`The tests under Slurm start its daemons, as root: run them so; ${without}.`);
  }
  // Daemons lie where a search path may not lead.
  process.env['PATH'] = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;
  if (missing().length > 0) await installDebianPackages(packages, say);
  if (missing().length === 0) return;
  throw new Error(
    `The tests under Slurm need ${missing().join(', ')}: install Debian's packages ("apt-get install ${packages.join(' ')}"); ${without}.`,
  );
}

function missing(): string[] {
  return programs.filter((name) => findProgram(name) === undefined);
}
