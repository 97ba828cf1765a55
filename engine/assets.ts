import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Absolute path of a built file that the engine loads at run time (a WebAssembly module, a worker's script).
 * Built files lie in `dist/engine`; this works from the bundle there and from the sources under test.
 * @throws Error when the project has not been built.
 */
export function assetPath(name: string): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    for (const candidate of [join(folder, name), join(folder, 'dist', 'engine', name)]) {
      if (existsSync(candidate)) return candidate;
    }
    if (folder === dirname(folder)) break;
  }
  throw new Error(`${name} is not built: run "npm run build" first`);
}
