/** Access to the 32-bit fields of a kernel's arguments. */

// @ts-ignore: decorator
@inline
export function int(args: usize, field: i32): i32 {
  return load<i32>(args + (<usize>field << 2));
}

// @ts-ignore: decorator
@inline
export function pointer(args: usize, field: i32): usize {
  return load<usize>(args + (<usize>field << 2));
}

// @ts-ignore: decorator
@inline
export function float(args: usize, field: i32): f32 {
  return load<f32>(args + (<usize>field << 2));
}
