import { UserError } from '../../errors';

/** Why CUDA cannot be used here, and what to do about it: both without a capital and a full stop. */
export class CudaProblem extends UserError {
  constructor(
    readonly reason: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(`CUDA cannot be used: ${reason}; ${remedy}`, options);
  }
}
