import { UserError } from '../errors';
import type { LossScaling, ScalingReport } from './lossScaling';
import type { RunReporter } from './runReporter';

/**
 * So many skipped steps in a row mean that no scale will do: they halve the largest one to 1, and there is no smaller one.
 */
const mostInARow = 30;

/** @throws UserError with what to do where every step is skipped, for a while. */
export function checkSkipped({ skippedInARow, scale }: ScalingReport): void {
  if (skippedInARow < mostInARow) return;
  throw new UserError(
    `mixed precision fails: the gradients of ${skippedInARow} steps in a row are too large for 16-bit floats, at a loss scale of ${scale}; set device.lossScale to "dynamic" where it is a number, or device.precision to "float32"`,
  );
}

/** Watches over the steps that mixed precision skips. */
export class SkippedSteps {
  private last: ScalingReport | null = null;
  private told = 0;

  /** @param scaling null where nothing is skipped. */
  constructor(
    private readonly scaling: LossScaling | null,
    private readonly reporter: Pick<RunReporter, 'info'>,
  ) {}

  /**
   * Whether the last step was skipped. Waits for the device.
   * @throws UserError as `checkSkipped`.
   */
  async wasLast(): Promise<boolean> {
    if (this.scaling === null) return false;
    this.last = await this.scaling.read();
    checkSkipped(this.last);
    return this.last.skippedInARow > 0;
  }

  /** Tells how many there were by `step`, where there are more than was told; as `wasLast` found it. */
  tell(step: number): void {
    if (this.last === null || this.last.skipped === this.told) return;
    this.told = this.last.skipped;
    this.reporter.info(
      `Mixed precision: ${this.told} of ${step} steps were skipped, as their gradients were too large for 16-bit floats; the loss scale is ${this.last.scale}.`,
    );
  }
}
