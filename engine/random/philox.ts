/** The low 16 bits. */
const LOW = 0xffff;

/** The high 32 bits of the 64-bit product of two 32-bit unsigned numbers. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & LOW;
  const aHigh = a >>> 16;
  const bLow = b & LOW;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = (middle & LOW) + aLow * bHigh;
  return (aHigh * bHigh + (middle >>> 16) + (carry >>> 16)) >>> 0;
}

/**
 * Philox4x32-10, the counter-based generator of Salmon et al., "Parallel random numbers: as easy as 1, 2, 3"
 * (SC 2011): a bijection of a 128-bit counter under a 64-bit key, so any block of any stream is reached at once.
 * @param block four 32-bit words: the counter on entry, the random words on return.
 */
export function philox4x32(block: Uint32Array, key0: number, key1: number): void {
  let [c0 = 0, c1 = 0, c2 = 0, c3 = 0] = block;
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(0xd2511f53, c0);
    const high1 = multiplyHigh(0xcd9e8d57, c2);
    const low0 = Math.imul(0xd2511f53, c0);
    const low1 = Math.imul(0xcd9e8d57, c2);
    c0 = (high1 ^ c1 ^ key0) >>> 0;
    c1 = low1 >>> 0;
    c2 = (high0 ^ c3 ^ key1) >>> 0;
    c3 = low0 >>> 0;
    key0 = (key0 + 0x9e3779b9) >>> 0;
    key1 = (key1 + 0xbb67ae85) >>> 0;
  }
  block[0] = c0;
  block[1] = c1;
  block[2] = c2;
  block[3] = c3;
}

/**
 * A stream of random numbers named by a seed, a stream and an index within it (an epoch, an image, …). Streams
 * that differ in any of the three are independent, and a stream is the same on every machine and thread, so
 * nothing but these numbers has to be stored to repeat it.
 */
export class PhiloxStream {
  private readonly block = new Uint32Array(4);
  /** Number of the next block, and how many words of the present one are used. */
  private nextBlock = 0;
  private used = 4;
  private spareNormal: number | null = null;

  /**
   * @param seed the user's seed, an unsigned 32-bit integer.
   * @param stream what the numbers are for, an unsigned 32-bit integer (see `streams`).
   * @param index which of the streams of that kind, an unsigned 32-bit integer.
   */
  constructor(
    private readonly seed: number,
    private readonly stream: number,
    private readonly index = 0,
  ) {}

  /** An integer, uniform over 0 to 2³² − 1. */
  uint32(): number {
    if (this.used === 4) {
      this.block[0] = this.nextBlock;
      this.block[1] = Math.floor(this.nextBlock / 2 ** 32);
      this.block[2] = this.index;
      this.block[3] = 0;
      philox4x32(this.block, this.seed, this.stream);
      this.nextBlock++;
      this.used = 0;
    }
    return this.block[this.used++] ?? 0;
  }

  /** A number, uniform over [0, 1) in steps of 2⁻³². */
  uniform(): number {
    return this.uint32() / 2 ** 32;
  }

  /** A number, uniform over [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  /** An integer, uniform over 0 to n − 1 without bias; n from 1 to 2³². */
  below(n: number): number {
    const limit = 2 ** 32 - (2 ** 32 % n);
    let word = this.uint32();
    while (word >= limit) word = this.uint32();
    return word % n;
  }

  /** A number from the standard normal distribution (Box and Muller's method). */
  normal(): number {
    if (this.spareNormal !== null) {
      const spare = this.spareNormal;
      this.spareNormal = null;
      return spare;
    }
    // Half a step keeps the logarithm finite.
    const radius = Math.sqrt(-2 * Math.log(this.uniform() + 2 ** -33));
    const angle = 2 * Math.PI * this.uniform();
    this.spareNormal = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** The integers 0 to n − 1 in random order, each order as likely (Fisher and Yates). */
  permutation(n: number): Int32Array<ArrayBuffer> {
    const order = new Int32Array(n);
    for (let i = 0; i < n; i++) {
      const j = this.below(i + 1);
      order[i] = order[j] ?? 0;
      order[j] = i;
    }
    return order;
  }
}
