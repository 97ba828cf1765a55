import { UserError } from '../../errors';

const PAGE = 65536;
/** First free byte: control block, arguments and the modules' constants lie below. */
const FIRST = PAGE;
const ALIGNMENT = 64;
/** Bytes behind every block that vector loads and stores may touch. */
const SLACK = 64;
/** Memory grows by at least so much at once. */
const GROWTH = 32 * 1024 * 1024;
/** WebAssembly's own limit, 4 GiB less a page, so that every address fits in 32 bits. */
const MAXIMUM_PAGES = 65535;

interface FreeBlock {
  address: number;
  size: number;
}

/**
 * The one shared memory of the CPU backend and its allocator: best fit over an address-ordered free list, neighbours
 * joined on release, so that a training step with constant shapes finds the same blocks again every time.
 */
export class SharedHeap {
  readonly memory: WebAssembly.Memory;
  private readonly free: FreeBlock[] = [];
  private readonly sizes = new Map<number, number>();
  private end = FIRST;
  private used = 0;
  private highest = 0;

  constructor() {
    this.memory = new WebAssembly.Memory({ initial: 64, maximum: MAXIMUM_PAGES, shared: true });
  }

  /** Bytes handed out now. */
  get usedBytes(): number {
    return this.used;
  }

  /** Most bytes ever handed out at once. */
  get peakBytes(): number {
    return this.highest;
  }

  /**
   * An uninitialised block of at least `bytes`, aligned to 64 bytes, with 64 bytes of slack behind it.
   * @throws UserError when the memory of WebAssembly, 4 GiB, or the machine's is used up.
   */
  allocate(bytes: number): number {
    const size = Math.ceil((bytes + SLACK) / ALIGNMENT) * ALIGNMENT;
    let best = -1;
    let bestSize = Infinity;
    for (let i = 0; i < this.free.length; i++) {
      const candidate = this.free[i]?.size ?? 0;
      if (candidate >= size && candidate < bestSize) {
        best = i;
        bestSize = candidate;
        if (candidate === size) break;
      }
    }
    const block = this.free[best];
    let address: number;
    if (block) {
      address = block.address;
      if (block.size === size) this.free.splice(best, 1);
      else {
        block.address += size;
        block.size -= size;
      }
    } else {
      address = this.extend(size);
    }
    this.sizes.set(address, size);
    this.used += size;
    this.highest = Math.max(this.highest, this.used);
    return address;
  }

  /** Takes back a block of `allocate`. */
  release(address: number): void {
    const size = this.sizes.get(address);
    if (size === undefined) throw new Error(`no block at ${String(address)}`);
    this.sizes.delete(address);
    this.used -= size;
    let low = 0;
    let high = this.free.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.free[middle]?.address ?? 0) < address) low = middle + 1;
      else high = middle;
    }
    const before = this.free[low - 1];
    const after = this.free[low];
    const joinsBefore = before !== undefined && before.address + before.size === address;
    const joinsAfter = after?.address === address + size;
    if (joinsBefore && joinsAfter) {
      before.size += size + after.size;
      this.free.splice(low, 1);
    } else if (joinsBefore) {
      before.size += size;
    } else if (joinsAfter) {
      after.address = address;
      after.size += size;
    } else {
      this.free.splice(low, 0, { address, size });
    }
  }

  /** `length` floats at `address`, as a view that stays valid until the block is released. */
  floats(address: number, length: number): Float32Array<ArrayBuffer> {
    // A view of shared memory has the same interface; tfjs's types know only unshared ones.
    return new Float32Array(this.memory.buffer as unknown as ArrayBuffer, address, length);
  }

  /** `length` doubles at `address`. */
  doubles(address: number, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, address, length);
  }

  /** Takes `size` bytes at the end, growing the memory and using a free block that lies last. */
  private extend(size: number): number {
    const last = this.free.at(-1);
    const start = last && last.address + last.size === this.end ? last.address : this.end;
    const wanted = start + size;
    const present = this.memory.buffer.byteLength;
    if (wanted > present) {
      const needed = Math.ceil((wanted - present) / PAGE);
      const possible = MAXIMUM_PAGES - present / PAGE;
      if (needed > possible) throw outOfMemory(this.used + size);
      try {
        this.memory.grow(Math.min(possible, Math.max(needed, GROWTH / PAGE)));
      } catch {
        throw outOfMemory(this.used + size);
      }
    }
    if (start !== this.end) this.free.pop();
    this.end = wanted;
    return start;
  }
}

function outOfMemory(bytes: number): UserError {
  const gigabytes = (bytes / 2 ** 30).toFixed(1);
  return new UserError(
    `the CPU backend would need ${gigabytes} GiB at once and has at most 4 GiB: use a smaller microBatch, batchSize or image size`,
  );
}
