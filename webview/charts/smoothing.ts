/** The largest weight of the past that can be set. */
export const mostSmoothing = 0.999;

/**
 * Place of a slider, 0 to 1, for a weight of the past, and the other way round. Equal ways on the slider make the
 * memory longer by equal factors, so that 0.9, 0.99 and 0.999 lie as far apart as they look on a curve.
 */
export function sliderOfSmoothing(weight: number): number {
  return Math.log10(1 - Math.min(weight, mostSmoothing)) / Math.log10(1 - mostSmoothing);
}

export function smoothingOfSlider(place: number): number {
  const weight = 1 - (1 - mostSmoothing) ** place;
  return Math.min(mostSmoothing, Number(weight.toFixed(weight < 0.9 ? 2 : 3)));
}

/** 0.6 → "0.60", 0.99 → "0.990". */
export function formatSmoothing(weight: number): string {
  return weight.toFixed(weight < 0.9 ? 2 : 3);
}
