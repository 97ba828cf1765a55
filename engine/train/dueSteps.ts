/**
 * Whether something that happens every so many epochs, a fraction allowed, falls due after `step` steps: on the first
 * step at or past each multiple, so that rounding does not add up.
 */
export function isDue(step: number, everyEpochs: number, stepsPerEpoch: number): boolean {
  const interval = everyEpochs * stepsPerEpoch;
  // A little more than the exact quotient: 0.1 × 30 epochs must not be missed by a rounding error.
  const passed = (steps: number) => Math.floor(steps / interval + 1e-9);
  return passed(step) > passed(step - 1);
}
