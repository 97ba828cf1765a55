import manifest from '../../package.json';

/** Program → version, of all that decides a run's numbers. */
export function programVersions(): Record<string, string> {
  return {
    'simclr-lab': manifest.version,
    node: process.versions.node,
    '@tensorflow/tfjs-core': manifest.dependencies['@tensorflow/tfjs-core'],
    sharp: manifest.dependencies.sharp,
  };
}
