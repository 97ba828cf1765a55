import type { MochaGlobals } from 'mocha';
import { activationSuite } from './activation';
import { disposalSuite } from './disposal';
import { panelSuite } from './panels';
import { runSuite } from './runs';
import { watchTimers } from './timers';

/** In the order in which they build on one another. */
const suites: readonly ((words: MochaGlobals) => void)[] = [
  activationSuite,
  runSuite,
  panelSuite,
  disposalSuite,
];

/**
 * What VS Code calls in its extension host when it is started with this file as `extensionTestsPath`. Wants a workspace
 * with a folder `photos`, and nothing in it that activates the extension by itself.
 * @throws Error when a test failed.
 */
export async function run(): Promise<void> {
  watchTimers();
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 60_000 });
  // The words of mocha as an object, instead of as globals.
  const words = {} as MochaGlobals;
  mocha.suite.emit('pre-require', words, __filename, mocha);
  for (const define of suites) define(words);
  const failures = await new Promise<number>((resolve) => {
    mocha.run(resolve);
  });
  if (failures > 0) throw new Error(`${String(failures)} tests failed in the extension host.`);
}
