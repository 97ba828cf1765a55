import { expect, test } from 'vitest';
import { runConfigSchema, type RunConfigInput } from '../../../engine/config/runConfig';
import { UserError } from '../../../engine/errors';
import { checkFinite } from '../../../engine/train/checkFinite';
import type { LossScaling, ScalingReport } from '../../../engine/train/lossScaling';
import { SkippedSteps } from '../../../engine/train/skippedSteps';

function watching(reports: ScalingReport[]) {
  const said: string[] = [];
  const scaling = { read: () => Promise.resolve(reports.shift()) } as unknown as LossScaling;
  return { said, steps: new SkippedSteps(scaling, { info: (message) => said.push(message) }) };
}

test('the log tells how many steps were skipped whenever there are more', async () => {
  const { said, steps } = watching([
    { scale: 65536, skipped: 0, skippedInARow: 0 },
    { scale: 16384, skipped: 2, skippedInARow: 2 },
    { scale: 16384, skipped: 2, skippedInARow: 0 },
  ]);
  const found: boolean[] = [];
  for (const step of [1, 3, 4]) {
    found.push(await steps.wasLast());
    steps.tell(step);
  }
  expect(found).toEqual([false, true, false]);
  expect(said).toEqual([
    'Mixed precision: 2 of 3 steps were skipped, as their gradients were too large for 16-bit floats; the loss scale is 16384.',
  ]);
});

test('a run ends where every step is skipped, and says what to change', async () => {
  const { steps } = watching([29, 30].map((row) => ({ scale: 1, skipped: 40, skippedInARow: row })));
  expect(await steps.wasLast()).toBe(true);
  const failure = await steps.wasLast().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(UserError);
  expect(String(failure)).toContain(
    'the gradients of 30 steps in a row are too large for 16-bit floats, at a loss scale of 1; set device.lossScale to "dynamic" where it is a number, or device.precision to "float32"',
  );
});

test('nothing is skipped in float32', async () => {
  const steps = new SkippedSteps(null, { info: () => expect.fail('there is nothing to say') });
  expect(await steps.wasLast()).toBe(false);
  steps.tell(1);
});

test.each<[string, RunConfigInput['device'], RegExp]>([
  ['in float32', {}, /^[^"]*start a new run, and lower optimizer\.learningRate \(now 0\.3\)$/],
  [
    'with a dynamic scale',
    { precision: 'mixed' },
    /start a new run, and set device\.precision to "float32", as 16-bit floats end at 65504 or lower optimizer/,
  ],
  [
    'with a scale of its own',
    { precision: 'mixed', lossScale: 4096 },
    /and set device\.lossScale to "dynamic" \(now 4096\) or set device\.precision to "float32"/,
  ],
])('a loss that is no number names what may help %s', (_, device, words) => {
  const config = runConfigSchema.parse({ device });
  const check = () => checkFinite({ what: 'the loss', values: [NaN] }, 3, config);
  expect(check).toThrow(UserError);
  expect(check).toThrow(words);
});
