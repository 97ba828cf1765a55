import { runProgram } from '../../../extension/packaging/runProgram';
import { findProgram } from './findProgram';

/** Writes a line for the person who waits. */
export type Say = (line: string) => void;

/**
 * Installs Debian packages where that is possible: as root, with apt-get. Elsewhere nothing happens.
 * @returns whether they are installed now.
 */
export async function installDebianPackages(names: readonly string[], say: Say): Promise<boolean> {
  if (process.getuid?.() !== 0 || findProgram('apt-get') === undefined) return false;
  say(`Installing ${names.join(', ')} by apt-get.`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = () =>
    runProgram('apt-get', ['install', '--yes', '--no-install-recommends', ...names], { env });
  try {
    await install();
  } catch {
    // The lists of packages are missing or old.
    await runProgram('apt-get', ['update'], { env });
    await install();
  }
  return true;
}
