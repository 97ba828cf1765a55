/** Four numbers, each brought into 0..1. */
export function clamp(x: v128): v128 {
  return f32x4.pmax(f32x4.splat(0), f32x4.pmin(f32x4.splat(1), x));
}
