/**
 * Shift of the hue as in HSV: with largest component v, smallest m and c = v − m, the hue h (in sixths of a turn) is
 * (g − b)/c, 2 + (b − r)/c or 4 + (r − g)/c where v is red, green or blue, the first that fits. Back from it, with
 * the saturation c/v cancelling out, red is m + c·clamp(|h − 3| − 1), green m + c·clamp(2 − |h − 2|) and blue
 * m + c·clamp(2 − |h − 4|): torchvision's six cases without branches.
 */
import { clamp } from './clamp';
import { columns, planeFloats, planes, rows } from './workspace';

/** Turns every hue by `turns`, −½ to ½, in place. */
export function shiftHue(turns: f64): void {
  const plane = planeFloats * 4;
  const end = planes + <usize>(rows * columns) * 4;
  const two = f32x4.splat(2);
  const three = f32x4.splat(3);
  const four = f32x4.splat(4);
  const six = f32x4.splat(6);
  const shift = f32x4.splat(<f32>(turns * 6.0));
  for (let at = planes; at < end; at += 16) {
    const r = v128.load(at);
    const g = v128.load(at + plane);
    const b = v128.load(at + 2 * plane);
    const v = f32x4.pmax(f32x4.pmax(r, g), b);
    const m = f32x4.pmin(f32x4.pmin(r, g), b);
    const c = f32x4.sub(v, m);
    const isRed = f32x4.eq(v, r);
    const isGreen = f32x4.eq(v, g);
    // Grey has no hue: its c is 0 and so is the difference, whatever it is divided by.
    const difference = v128.bitselect(
      f32x4.sub(g, b),
      v128.bitselect(f32x4.sub(b, r), f32x4.sub(r, g), isGreen),
      isRed,
    );
    const sector = v128.andnot(v128.bitselect(two, four, isGreen), isRed);
    let h = f32x4.add(f32x4.div(difference, f32x4.pmax(f32x4.splat(1e-30), c)), f32x4.add(sector, shift));
    // From [−4, 8] into [0, 6].
    h = f32x4.add(h, v128.and(six, f32x4.lt(h, f32x4.splat(0))));
    h = f32x4.sub(h, v128.and(six, f32x4.ge(h, six)));
    const redShare = clamp(f32x4.sub(f32x4.abs(f32x4.sub(h, three)), f32x4.splat(1)));
    const greenShare = clamp(f32x4.sub(two, f32x4.abs(f32x4.sub(h, two))));
    const blueShare = clamp(f32x4.sub(two, f32x4.abs(f32x4.sub(h, four))));
    v128.store(at, f32x4.add(m, f32x4.mul(c, redShare)));
    v128.store(at + plane, f32x4.add(m, f32x4.mul(c, greenShare)));
    v128.store(at + 2 * plane, f32x4.add(m, f32x4.mul(c, blueShare)));
  }
}
