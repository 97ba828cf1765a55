import type { RunConfig } from '../config/runConfig';
import { UserError } from '../errors';

/** Numbers that must be finite, and what they are called in a message. */
export interface Checked {
  readonly what: string;
  readonly values: ArrayLike<number>;
}

/**
 * Ends a run that has diverged before anything of it is recorded.
 * @param step the step after which the numbers were found.
 * @throws UserError with what the user can do about it.
 */
export function checkFinite(checked: Checked, step: number, config: RunConfig): void {
  const { what, values } = checked;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) throw diverged(what, step, config);
  }
}

function diverged(what: string, step: number, { optimizer, schedule, loss, device }: RunConfig): UserError {
  const remedies = [`lower optimizer.learningRate (now ${optimizer.learningRate})`];
  if (device.precision === 'mixed') {
    remedies.unshift('set device.precision to "float32", as 16-bit floats end at 65504');
    if (device.lossScale !== 'dynamic') {
      remedies.unshift(`set device.lossScale to "dynamic" (now ${device.lossScale})`);
    }
  }
  if (schedule.warmupFraction < 0.1) {
    remedies.push(`lengthen schedule.warmupFraction (now ${schedule.warmupFraction})`);
  }
  if (loss.type === 'margin') {
    if (!loss.normalize) remedies.push('set loss.normalize to true');
  } else if (!loss.normalize || loss.temperature < 0.05) {
    remedies.push(`raise loss.temperature (now ${loss.temperature})`);
  }
  return new UserError(
    `training diverged: ${what} is not a finite number after step ${step}; start a new run, and ${remedies.join(' or ')}`,
  );
}
