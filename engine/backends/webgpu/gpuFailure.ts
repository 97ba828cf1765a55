import { UserError } from '../../errors';

/** The memory of a GPU does not suffice for what it is to compute. */
export class GpuMemoryError extends UserError {
  constructor() {
    super('the memory of the GPU does not suffice: use a smaller batchSize, or a microBatch');
  }
}

/**
 * What has gone wrong with a device. A GPU reports that later than it happens, and what is computed from then on is
 * worth nothing: whoever reads numbers has to ask first.
 */
export class GpuFailure {
  private error: Error | null = null;
  /** That the device was lost, which nothing takes back. */
  private loss: UserError | null = null;
  /** What came of each buffer made in the trial that is under way; null while there is none. */
  private trial: Promise<GPUError | null>[] | null = null;

  constructor(device: GPUDevice, name: string) {
    device.onuncapturederror = (event) => {
      // Dawn would print it, into whatever a terminal shows.
      event.preventDefault();
      const { error } = event;
      const memory = error.constructor.name === 'GPUOutOfMemoryError';
      this.note(memory ? new GpuMemoryError() : new Error(`${name} refuses a command: ${error.message}`));
    };
    this.watchMemory(device);
    void device.lost.then(({ reason, message }) => {
      // Closed by ourselves.
      if (reason === 'destroyed') return;
      const why = message === '' ? '' : ` (${message.split('\n', 1)[0] ?? ''})`;
      this.loss = new UserError(
        `the GPU ${name} was lost${why}: its driver was reset, or it was unplugged. Resume the run; with --backend cpu it goes on without it`,
      );
      this.note(this.loss);
    });
  }

  /** Dawn prints errors that nobody asks for, with places in its sources; so these are asked for. */
  private watchMemory(device: GPUDevice): void {
    const { createBuffer } = device;
    device.createBuffer = (descriptor) => {
      device.pushErrorScope('out-of-memory');
      try {
        return createBuffer.call(device, descriptor);
      } finally {
        // A lost device may refuse to answer; that it is lost is noted apart.
        const outcome = device.popErrorScope().catch(() => null);
        if (this.trial !== null) this.trial.push(outcome);
        else
          void outcome.then((error) => {
            if (error !== null) this.note(new GpuMemoryError());
          });
      }
    };
  }

  /**
   * Does what makes buffers, and finds out whether there was memory for them. Where there was not, that is no failure of
   * the device: whoever asks gives up the buffers, of which some hold nothing.
   */
  async hasRoomFor(make: () => void): Promise<boolean> {
    const outcomes: Promise<GPUError | null>[] = [];
    this.trial = outcomes;
    try {
      make();
    } finally {
      this.trial = null;
    }
    return (await Promise.all(outcomes)).every((error) => error === null);
  }

  /** Notes a failure; the first stays, but for want of memory, which explains what else goes wrong. */
  note(error: Error): void {
    if (this.error === null || error instanceof GpuMemoryError) this.error = error;
  }

  /** Takes a want of memory back, once everything that was computed with what there was is thrown away. */
  forgiveMemory(): void {
    if (this.error instanceof GpuMemoryError) this.error = this.loss;
  }

  /** @throws what has gone wrong, if anything has. */
  check(): void {
    if (this.error !== null) throw this.error;
  }
}
