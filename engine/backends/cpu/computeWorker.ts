import { workerData } from 'node:worker_threads';
import type { ComputeWorkerData } from './computePool';

/** A thread of the compute pool: runs chunks until the pool stops. */
const { module, memory, index } = workerData as ComputeWorkerData;
const instance = new WebAssembly.Instance(module, { env: { memory, abort: () => process.abort() } });
(instance.exports['work'] as (index: number) => void)(index);
