/**
 * Makes the extension's packages, in dist/:
 *   npm run package                            for this machine
 *   npm run package -- --target linux-arm64    for another one
 *   npm run package -- --all                   for every platform
 */
import { parseArgs } from 'node:util';
import { makePackage } from './makePackage';
import { targets, thisTarget, type Target } from './targets';

/** @throws Error with a sentence for the user. */
function chosenTargets(): readonly Target[] {
  const { values } = parseArgs({
    options: { target: { type: 'string' }, all: { type: 'boolean', default: false } },
  });
  if (values.all) return targets;
  const chosen =
    values.target === undefined ? thisTarget() : targets.find(({ name }) => name === values.target);
  if (chosen) return [chosen];
  const names = targets.map(({ name }) => name).join(', ');
  throw new Error(`There is no package for ${values.target ?? 'this machine'}; choose one of ${names}.`);
}

async function main(): Promise<void> {
  for (const target of chosenTargets()) {
    const { path, bytes } = await makePackage(process.cwd(), target);
    console.log(`${path}  ${(bytes / 1e6).toFixed(1)} MB`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
