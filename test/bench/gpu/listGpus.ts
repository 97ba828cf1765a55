import { findAdapters } from '../../../engine/backends/webgpu/findAdapters';

/**
 * Prints the GPUs that the benchmark could measure, a line each.
 * @throws UserError where there is no driver.
 */
export async function listGpus(): Promise<void> {
  for (const { name, kind, features } of await findAdapters()) {
    console.log(`GPU: ${name} (${kind}), ${features.join(', ')}`);
  }
}
