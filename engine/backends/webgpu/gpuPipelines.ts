import type { GpuProgram } from './gpuBackend';

/** A program that can run. */
export interface CompiledProgram {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

/** The programs of a device, each compiled once. */
export class GpuPipelines {
  private readonly compiled = new Map<string, CompiledProgram>();
  /** Programs that are only noted, while that is what is wanted. */
  private noted: Map<string, GpuProgram> | null = null;

  constructor(private readonly device: GPUDevice) {}

  /** The program, compiled now if it has not been; null where it is only noted. */
  get(program: GpuProgram): CompiledProgram | null {
    const known = this.compiled.get(program.code);
    if (this.noted !== null) {
      if (known === undefined) this.noted.set(program.code, program);
      return null;
    }
    return known ?? this.keep(program, this.device.createComputePipeline(this.descriptor(program)));
  }

  /** The programs that `act` asks for and that have not been compiled; it is given none. */
  note(act: () => void): readonly GpuProgram[] {
    const noted = new Map<string, GpuProgram>();
    this.noted = noted;
    try {
      act();
    } finally {
      this.noted = null;
    }
    return [...noted.values()];
  }

  /**
   * Compiles programs side by side.
   * @param onProgress told after each.
   */
  async compile(
    programs: readonly GpuProgram[],
    onProgress: (done: number, total: number) => void,
  ): Promise<void> {
    let done = 0;
    await Promise.all(
      programs.map(async (program) => {
        this.keep(program, await this.device.createComputePipelineAsync(this.descriptor(program)));
        onProgress(++done, programs.length);
      }),
    );
  }

  private descriptor({ name, code }: GpuProgram): GPUComputePipelineDescriptor {
    const module = this.device.createShaderModule({ label: name, code });
    return { label: name, layout: 'auto', compute: { module, entryPoint: 'main' } };
  }

  private keep({ code }: GpuProgram, pipeline: GPUComputePipeline): CompiledProgram {
    const made = { pipeline, layout: pipeline.getBindGroupLayout(0) };
    this.compiled.set(code, made);
    return made;
  }
}
