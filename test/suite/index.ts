import type { MochaGlobals } from 'mocha';
import { activationSuite } from './activation';

/**
 * What VS Code calls in its extension host when it is started with this file as `extensionTestsPath`.
 * @throws Error when a test failed.
 */
export async function run(): Promise<void> {
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 60_000 });
  // The words of mocha as an object, instead of as globals.
  const words = {} as MochaGlobals;
  mocha.suite.emit('pre-require', words, __filename, mocha);
  for (const define of [activationSuite]) define(words);
  const failures = await new Promise<number>((resolve) => {
    mocha.run(resolve);
  });
  if (failures > 0) throw new Error(`${String(failures)} tests failed in the extension host.`);
}
