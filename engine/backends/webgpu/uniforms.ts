/** A number that a program is given beside its tensors; in WGSL the fields of a struct in turn. */
export interface Uniform {
  readonly type: 'u32' | 'f32';
  readonly value: number;
}

/** A whole number, 0 to 2³² − 1. */
export const u32 = (value: number): Uniform => ({ type: 'u32', value });

export const f32 = (value: number): Uniform => ({ type: 'f32', value });

/** The numbers as a struct of WGSL in the address space `uniform` lies in memory. */
export function bytesOf(uniforms: readonly Uniform[]): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(4 * uniforms.length));
  uniforms.forEach(({ type, value }, index) => {
    if (type === 'u32') view.setUint32(4 * index, value, true);
    else view.setFloat32(4 * index, value, true);
  });
  return view.buffer;
}
