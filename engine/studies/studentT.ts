/**
 * Quantiles of Student's t distribution at 95 %, one-sided, by degrees of freedom from 1 on (NIST/SEMATECH e-Handbook of
 * Statistical Methods, section 1.3.6.7.2).
 */
const quantiles = [
  6.314, 2.92, 2.353, 2.132, 2.015, 1.943, 1.895, 1.86, 1.833, 1.812, 1.796, 1.782, 1.771, 1.761, 1.753,
  1.746, 1.74, 1.734, 1.729, 1.725, 1.721, 1.717, 1.714, 1.711, 1.708, 1.706, 1.703, 1.701, 1.699, 1.697,
];

/**
 * The quantile of Student's t distribution at 95 %, one-sided, to three digits.
 * @param freedom degrees of freedom, 1 or more; above 30 it is approximated by the normal distribution's first correction.
 */
export function studentT95(freedom: number): number {
  const normal = 1.6449;
  return quantiles[freedom - 1] ?? normal + (normal ** 3 + normal) / (4 * freedom);
}
