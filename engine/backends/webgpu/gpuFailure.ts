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

  constructor(device: GPUDevice, name: string) {
    device.onuncapturederror = ({ error }) => {
      this.note(new Error(`${name} refuses a command: ${error.message}`));
    };
    this.watchMemory(device);
    void device.lost.then(({ reason, message }) => {
      // Closed by ourselves.
      if (reason === 'destroyed') return;
      const why = message === '' ? '' : ` (${message.split('\n', 1)[0] ?? ''})`;
      this.note(
        new UserError(
          `the GPU ${name} was lost${why}: its driver was reset, or it was unplugged. Resume the run; with --backend cpu it goes on without it`,
        ),
      );
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
        void device.popErrorScope().then((error) => {
          if (error !== null) this.note(new GpuMemoryError());
        });
      }
    };
  }

  /** Notes a failure; the first stays. */
  note(error: Error): void {
    this.error ??= error;
  }

  /** @throws what has gone wrong, if anything has. */
  check(): void {
    if (this.error !== null) throw this.error;
  }
}
