/** What the programs of one name took. */
export interface ProgramTime {
  /** The pipeline's label: the name of a program of ours, the class of one of tfjs's. */
  readonly name: string;
  readonly dispatches: number;
  readonly seconds: number;
}

/** Dispatches with stamps before and after in one set: WebGPU allows a set 4,096. */
const dispatchesPerSet = 2048;

/**
 * Time stamps of every dispatch of a device, tfjs's too: each gets a pass of its own, since passes are what WebGPU
 * stamps. The queue must have no open command encoder at the beginning and the end.
 */
export class DispatchStamps {
  private readonly sets: GPUQuerySet[] = [];
  private readonly names: string[] = [];

  /** null where the device has no time stamps. */
  static begin(device: GPUDevice): DispatchStamps | null {
    return device.features.has('timestamp-query') ? new DispatchStamps(device) : null;
  }

  private readonly createCommandEncoder: GPUDevice['createCommandEncoder'];

  private constructor(private readonly device: GPUDevice) {
    this.createCommandEncoder = device.createCommandEncoder;
    device.createCommandEncoder = (descriptor) => {
      const encoder = this.createCommandEncoder.call(device, descriptor);
      const { beginComputePass } = encoder;
      encoder.beginComputePass = () =>
        new StampedPass((name) =>
          beginComputePass.call(encoder, { timestampWrites: this.stampsOf(name) }),
        ) as unknown as GPUComputePassEncoder;
      return encoder;
    };
  }

  /** Ends the stamping, and gives what the dispatches took since the beginning, by program, the longest first. */
  async end(): Promise<ProgramTime[]> {
    this.device.createCommandEncoder = this.createCommandEncoder;
    const totals = new Map<string, { dispatches: number; seconds: number }>();
    for (const [index, set] of this.sets.entries()) {
      const stamps = await this.read(set);
      const first = index * dispatchesPerSet;
      for (const [at, name] of this.names.slice(first, first + dispatchesPerSet).entries()) {
        const { dispatches, seconds } = totals.get(name) ?? { dispatches: 0, seconds: 0 };
        const took = Number((stamps[2 * at + 1] ?? 0n) - (stamps[2 * at] ?? 0n)) / 1e9;
        totals.set(name, { dispatches: dispatches + 1, seconds: seconds + took });
      }
      set.destroy();
    }
    return [...totals].map(([name, total]) => ({ name, ...total })).sort((a, b) => b.seconds - a.seconds);
  }

  private stampsOf(name: string): GPUComputePassTimestampWrites {
    const at = this.names.push(name) - 1;
    const inSet = at % dispatchesPerSet;
    if (inSet === 0) {
      this.sets.push(this.device.createQuerySet({ type: 'timestamp', count: 2 * dispatchesPerSet }));
    }
    const querySet = this.sets.at(-1);
    if (querySet === undefined) throw new Error('a dispatch has a set of stamps');
    return { querySet, beginningOfPassWriteIndex: 2 * inSet, endOfPassWriteIndex: 2 * inSet + 1 };
  }

  /** Stamps in nanoseconds; those that were not written are 0. */
  private async read(set: GPUQuerySet): Promise<BigUint64Array> {
    const { device } = this;
    const size = 8 * set.count;
    const resolved = device.createBuffer({
      size,
      usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
    });
    const mapped = device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
    const encoder = device.createCommandEncoder();
    encoder.resolveQuerySet(set, 0, set.count, resolved, 0);
    encoder.copyBufferToBuffer(resolved, 0, mapped, 0, size);
    device.queue.submit([encoder.finish()]);
    await mapped.mapAsync(GPUMapMode.READ);
    const stamps = new BigUint64Array(mapped.getMappedRange().slice(0));
    for (const buffer of [resolved, mapped]) buffer.destroy();
    return stamps;
  }
}

/** Stands in for a pass: has what engine and tfjs call, and makes a pass of each dispatch. */
class StampedPass {
  private pipeline: GPUComputePipeline | null = null;
  private bindGroup: GPUBindGroup | null = null;

  constructor(private readonly begin: (name: string) => GPUComputePassEncoder) {}

  setPipeline(pipeline: GPUComputePipeline): void {
    this.pipeline = pipeline;
  }

  setBindGroup(_index: number, bindGroup: GPUBindGroup): void {
    this.bindGroup = bindGroup;
  }

  dispatchWorkgroups(...counts: [number, number?, number?]): void {
    if (this.pipeline === null) throw new Error('a dispatch has a pipeline');
    const pass = this.begin(this.pipeline.label);
    pass.setPipeline(this.pipeline);
    pass.setBindGroup(0, this.bindGroup);
    pass.dispatchWorkgroups(...counts);
    pass.end();
  }

  end(): void {
    // Each dispatch has ended its own.
  }
}
