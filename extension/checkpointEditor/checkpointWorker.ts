import { setImmediate } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { FileAnalysis } from './fileAnalysis';
import type { FromWorker, ToWorker } from './workerMessages';

/** The thread that reads a file for its editor: a large header and the numbers of a tensor would hold up the others. */
const analysis = new FileAnalysis(
  (message: FromWorker) => parentPort?.postMessage(message),
  () => setImmediate(),
);
parentPort?.on('message', (message: ToWorker) => void analysis.receive(message));
