import { join } from 'node:path';
import { runProgram } from '../../../extension/packaging/runProgram';

/**
 * Packages the built project in the working folder for this machine, as `npm run package` does but without its words.
 * @returns the path of the .vsix.
 */
export async function builtPackage(): Promise<string> {
  const output = await runProgram(process.execPath, [join('dist', 'tools', 'package.js')]);
  const [, path] = /^(.+\.vsix) {2}[\d.]+ MB$/m.exec(output) ?? [];
  if (path === undefined) throw new Error(`No package was made:\n${output}`);
  return path;
}
