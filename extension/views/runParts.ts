import { join } from 'node:path';
import type { RunPaths } from '../../engine/runs/runPaths';
import { pathExists } from '../commands/pathExists';
import type { PartNode } from './experimentNode';

const parts = ['configuration', 'checkpoints', 'evaluations', 'samples', 'log'] as const;

/**
 * The parts that a run's folder has, in their order.
 * @param earlier whether there are evaluations of checkpoints that are gone.
 */
export async function presentParts(paths: RunPaths, earlier: boolean): Promise<readonly PartNode['kind'][]> {
  const present = await Promise.all(parts.map((kind) => hasPart(kind, paths, earlier)));
  return parts.filter((_, index) => present[index]);
}

function hasPart(kind: PartNode['kind'], paths: RunPaths, earlier: boolean): boolean | Promise<boolean> {
  switch (kind) {
    case 'configuration':
      return true;
    case 'checkpoints':
      return pathExists(paths.checkpoints);
    case 'evaluations':
      return earlier;
    case 'samples':
      return pathExists(join(paths.samples, 'pairs.png'));
    case 'log':
      return pathExists(paths.log);
  }
}
