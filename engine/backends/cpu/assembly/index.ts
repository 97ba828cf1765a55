/** What a thread calls: `run` and `stop` on the thread that owns the pool, `work` on the others. */
export { run, stop, work } from './pool';
