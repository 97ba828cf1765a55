/**
 * The random numbers of one transformation of one view: Philox4x32-10 (Salmon et al., "Parallel random numbers: as
 * easy as 1, 2, 3", SC 2011). Key: the run's seed and the number of the augmentation's stream. Counter: block,
 * place (branch and position in its list), image, epoch. So what is drawn for a transformation depends on nothing
 * else: not on threads, not on order, not on how many numbers another transformation took.
 */

const MULTIPLIER_0: u32 = 0xd2511f53;
const MULTIPLIER_1: u32 = 0xcd9e8d57;
const WEYL_0: u32 = 0x9e3779b9;
const WEYL_1: u32 = 0xbb67ae85;

export let key0: u32 = 0;
export let key1: u32 = 0;
export let place: u32 = 0;
export let image: u32 = 0;
export let epoch: u32 = 0;

let block: u32 = 0;
/** Words of the present block that are used. */
let used: i32 = 4;
let word0: u32 = 0;
let word1: u32 = 0;
let word2: u32 = 0;
let word3: u32 = 0;

/** Chooses the view whose numbers follow. */
export function chooseView(seed: u32, stream: u32, epochIndex: u32, imageIndex: u32): void {
  key0 = seed;
  key1 = stream;
  image = imageIndex;
  epoch = epochIndex;
}

/** Starts the stream of the transformation at `position` of the list of `branch`. */
export function choosePlace(branch: u32, position: u32): void {
  place = (branch << 16) | position;
  block = 0;
  used = 4;
}

function nextBlock(): void {
  let c0 = block;
  let c1 = place;
  let c2 = image;
  let c3 = epoch;
  let k0 = key0;
  let k1 = key1;
  for (let round = 0; round < 10; round++) {
    const product0 = <u64>MULTIPLIER_0 * <u64>c0;
    const product1 = <u64>MULTIPLIER_1 * <u64>c2;
    c0 = (<u32>(product1 >> 32)) ^ c1 ^ k0;
    c1 = <u32>product1;
    c2 = (<u32>(product0 >> 32)) ^ c3 ^ k1;
    c3 = <u32>product0;
    k0 += WEYL_0;
    k1 += WEYL_1;
  }
  word0 = c0;
  word1 = c1;
  word2 = c2;
  word3 = c3;
  block++;
  used = 0;
}

/** A number, uniform over [0, 1) in steps of 2⁻³². */
export function uniform(): f64 {
  if (used == 4) nextBlock();
  const word = used == 0 ? word0 : used == 1 ? word1 : used == 2 ? word2 : word3;
  used++;
  return <f64>word * 2.3283064365386963e-10;
}

/** A number, uniform over [low, high). */
export function between(low: f64, high: f64): f64 {
  return low + (high - low) * uniform();
}

/** An integer, uniform over 0 to n − 1 (n small against 2³², so that the bias is, too). */
export function below(n: i32): i32 {
  return <i32>(uniform() * <f64>n);
}

/** The words of the last call of `philoxLanes`: a block in each lane. */
export let lanes0: v128 = i32x4.splat(0);
export let lanes1: v128 = i32x4.splat(0);
export let lanes2: v128 = i32x4.splat(0);
export let lanes3: v128 = i32x4.splat(0);

/** Four blocks at once, numbered `first` to `first + 3`, into `lanes0` to `lanes3`. */
export function philoxLanes(k0: u32, k1: u32, first: u32, word1: u32, word2: u32, word3: u32): void {
  const multiplier0 = i32x4.splat(MULTIPLIER_0);
  const multiplier1 = i32x4.splat(MULTIPLIER_1);
  let c0 = i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3));
  let c1 = i32x4.splat(word1);
  let c2 = i32x4.splat(word2);
  let c3 = i32x4.splat(word3);
  for (let round = 0; round < 10; round++) {
    const low0 = i64x2.extmul_low_i32x4_u(c0, multiplier0);
    const high0 = i64x2.extmul_high_i32x4_u(c0, multiplier0);
    const low1 = i64x2.extmul_low_i32x4_u(c2, multiplier1);
    const high1 = i64x2.extmul_high_i32x4_u(c2, multiplier1);
    c0 = v128.xor(v128.xor(v128.shuffle<i32>(low1, high1, 1, 3, 5, 7), c1), i32x4.splat(k0));
    c1 = v128.shuffle<i32>(low1, high1, 0, 2, 4, 6);
    c2 = v128.xor(v128.xor(v128.shuffle<i32>(low0, high0, 1, 3, 5, 7), c3), i32x4.splat(k1));
    c3 = v128.shuffle<i32>(low0, high0, 0, 2, 4, 6);
    k0 += WEYL_0;
    k1 += WEYL_1;
  }
  lanes0 = c0;
  lanes1 = c1;
  lanes2 = c2;
  lanes3 = c3;
}
