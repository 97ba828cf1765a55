/** A differentiable function: its value at `x`, and its gradient written to `gradient`. */
export type Objective = (x: Float64Array, gradient: Float64Array) => Promise<number>;

/** When to stop, and how much to remember. */
export interface LbfgsOptions {
  readonly maxIterations: number;
  /** Ends when the largest absolute entry of the gradient is below this. */
  readonly gradientTolerance: number;
}

/** Pairs of step and change of gradient that stand for the curvature. */
const memory = 10;
/** Armijo's and Wolfe's constants, as usual for quasi-Newton directions. */
const sufficientDecrease = 1e-4;
const curvature = 0.9;
const maxTrials = 20;

interface CurvaturePair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly inverseProduct: number;
}

/**
 * Minimises a smooth convex function by L-BFGS (Nocedal and Wright, "Numerical Optimization", algorithm 7.5) with a
 * bisecting line search for the weak Wolfe conditions. Improves `x` in place and returns the value there. Where
 * rounding of the objective leaves nothing to gain along the direction, it ends early.
 */
export async function minimizeLbfgs(
  objective: Objective,
  x: Float64Array,
  options: LbfgsOptions,
): Promise<number> {
  let gradient = new Float64Array(x.length);
  let value = await objective(x, gradient);
  const pairs: CurvaturePair[] = [];
  for (let iteration = 0; iteration < options.maxIterations; iteration++) {
    if (largest(gradient) <= options.gradientTolerance) break;
    const direction = descentDirection(gradient, pairs);
    const firstTrial = pairs.length === 0 ? 1 / Math.max(1, Math.sqrt(dot(gradient, gradient))) : 1;
    const found = await lineSearch(objective, x, value, gradient, direction, firstTrial);
    if (found === null) break;
    const change = found.gradient.map((entry, i) => entry - (gradient[i] ?? 0));
    const step = direction.map((entry) => entry * found.length);
    const product = dot(step, change);
    if (product > 0) pairs.push({ step, change, inverseProduct: 1 / product });
    if (pairs.length > memory) pairs.shift();
    x.set(found.x);
    value = found.value;
    gradient = found.gradient;
  }
  return value;
}

/** −H·gradient by the two-loop recursion. */
function descentDirection(
  gradient: Float64Array,
  pairs: readonly CurvaturePair[],
): Float64Array<ArrayBuffer> {
  const direction = gradient.map((entry) => -entry);
  const weights = new Float64Array(pairs.length);
  for (let i = pairs.length - 1; i >= 0; i--) {
    const pair = pairs[i];
    if (!pair) continue;
    const weight = pair.inverseProduct * dot(pair.step, direction);
    weights[i] = weight;
    addScaled(direction, pair.change, -weight);
  }
  const latest = pairs.at(-1);
  if (latest) {
    const scale = 1 / (latest.inverseProduct * dot(latest.change, latest.change));
    for (let j = 0; j < direction.length; j++) direction[j] = (direction[j] ?? 0) * scale;
  }
  pairs.forEach((pair, i) => {
    addScaled(direction, pair.step, (weights[i] ?? 0) - pair.inverseProduct * dot(pair.change, direction));
  });
  return direction;
}

interface Trial {
  readonly x: Float64Array;
  readonly gradient: Float64Array<ArrayBuffer>;
  readonly value: number;
  /** Multiple of the direction. */
  readonly length: number;
}

/** A point along the direction that meets the weak Wolfe conditions, or at least goes down; null where none does. */
async function lineSearch(
  objective: Objective,
  x: Float64Array,
  value: number,
  gradient: Float64Array,
  direction: Float64Array,
  firstTrial: number,
): Promise<Trial | null> {
  const slope = dot(gradient, direction);
  if (!(slope < 0)) return null;
  let low = 0;
  let high = Infinity;
  let length = firstTrial;
  let best: Trial | null = null;
  for (let trial = 0; trial < maxTrials; trial++) {
    const point = x.map((entry, i) => entry + length * (direction[i] ?? 0));
    const pointGradient = new Float64Array(x.length);
    const pointValue = await objective(point, pointGradient);
    if (!(pointValue <= value + sufficientDecrease * length * slope)) {
      high = length;
    } else {
      best = { x: point, gradient: pointGradient, value: pointValue, length };
      if (dot(pointGradient, direction) >= curvature * slope) return best;
      low = length;
    }
    length = high === Infinity ? 2 * low : (low + high) / 2;
  }
  return best;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function addScaled(target: Float64Array, source: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] ?? 0) + factor * (source[i] ?? 0);
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
