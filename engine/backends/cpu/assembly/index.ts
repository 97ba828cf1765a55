/** What a thread calls: `run` and `stop` on the thread that owns the pool, `work` on the others, `fail` where that traps. */
export { fail, run, stop, work } from './pool';
