/**
 * The worker pool, in shared memory. A job is a kernel, its arguments and a number of chunks; every thread, the
 * caller's too, claims chunks until none is left. Which thread computes a chunk never changes the result: a kernel
 * writes only what its chunk owns, and sums over chunks are added up in chunk order afterwards.
 *
 * Control block at CONTROL, i32 unless said:
 *   +0  wake     generation of the job at hand; workers park on it
 *   +4  stop     1 asks the workers to end
 *   +8  kernel   +12 chunks   +16 done   +20 caller parked
 *   +24 failed   set by a worker that trapped: the caller stops waiting for it
 *   +64 ticket   i64: generation << 32 | next chunk, claimed by compare-and-exchange, so that a worker that wakes
 *                late can never take a chunk of another job
 */
import { execute } from './dispatch';
import { setThreadIndex } from './thread';

/** Address of the control block. */
const CONTROL: usize = 1024;
/** Address of the arguments of the job at hand: 32-bit fields. */
export const ARGUMENTS: usize = 2048;

const CLOSED: u32 = 0x7fffffff;
/** Turns of a spin before parking: some microseconds, about the gap between two layers. */
const SPINS: i32 = 4000;

/** Claims and runs chunks of job `generation` until none is left. */
function runChunks(generation: i32): void {
  while (true) {
    const ticket = atomic.load<i64>(CONTROL, 64);
    if (<i32>(ticket >> 32) != generation) return;
    const chunk = <i32>ticket;
    if (chunk >= load<i32>(CONTROL, 12)) return;
    if (atomic.cmpxchg<i64>(CONTROL, ticket, ticket + 1, 64) != ticket) continue;
    execute(load<i32>(CONTROL, 8), ARGUMENTS, chunk);
    const chunks = load<i32>(CONTROL, 12);
    if (atomic.add<i32>(CONTROL, 1, 16) + 1 == chunks && atomic.load<i32>(CONTROL, 20) != 0) {
      atomic.notify(CONTROL + 16, 1);
    }
  }
}

/** Runs a job over all threads and returns when its last chunk is done. Arguments lie at ARGUMENTS. */
export function run(kernel: i32, chunks: i32): void {
  const generation = load<i32>(CONTROL) + 1;
  if (chunks == 1) {
    execute(kernel, ARGUMENTS, 0);
    return;
  }
  // Close the ticket before the fields change: a late worker must not claim with the new fields.
  atomic.store<i64>(CONTROL, ((<i64>generation) << 32) | CLOSED, 64);
  store<i32>(CONTROL, kernel, 8);
  store<i32>(CONTROL, chunks, 12);
  atomic.store<i32>(CONTROL, 0, 16);
  atomic.store<i64>(CONTROL, (<i64>generation) << 32, 64);
  atomic.store<i32>(CONTROL, generation);
  atomic.notify(CONTROL, -1);
  runChunks(generation);
  for (let i = 0; i < SPINS; i++) if (atomic.load<i32>(CONTROL, 16) == chunks) return;
  atomic.store<i32>(CONTROL, 1, 20);
  for (let done = atomic.load<i32>(CONTROL, 16); done != chunks; done = atomic.load<i32>(CONTROL, 16)) {
    if (atomic.load<i32>(CONTROL, 24) != 0) break;
    atomic.wait<i32>(CONTROL + 16, done, 1_000_000);
  }
  atomic.store<i32>(CONTROL, 0, 20);
}

/** Says that a worker trapped. */
export function fail(): void {
  atomic.store<i32>(CONTROL, 1, 24);
}

/** A worker's life: runs chunks of every job until `stop` is set. */
export function work(index: i32): void {
  setThreadIndex(index);
  let seen: i32 = 0;
  while (atomic.load<i32>(CONTROL, 4) == 0) {
    let generation = atomic.load<i32>(CONTROL);
    for (let i = 0; generation == seen && i < SPINS; i++) generation = atomic.load<i32>(CONTROL);
    if (generation == seen) {
      atomic.wait<i32>(CONTROL, seen, -1);
      continue;
    }
    seen = generation;
    runChunks(generation);
  }
}

/** Asks the workers to end; they return from `work`. */
export function stop(): void {
  atomic.store<i32>(CONTROL, 1, 4);
  atomic.store<i32>(CONTROL, load<i32>(CONTROL) + 1);
  atomic.notify(CONTROL, -1);
}
