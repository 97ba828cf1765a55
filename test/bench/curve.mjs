/**
 * Prints the curve of a run as JSON, one entry an epoch: `node test/bench/curve.mjs RUN_FOLDER`.
 * `loss` is the mean of the epoch's last 50 steps, as the PyTorch peer (peer/simclr_peer.py train) prints it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const STEPS = 50;

const folder = process.argv[2];
if (!folder) {
  console.error('Usage: node test/bench/curve.mjs RUN_FOLDER');
  process.exit(1);
}
const record = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'));
const lines = readFileSync(join(folder, 'metrics.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const steps = lines.filter(({ loss }) => loss !== undefined);
const stepsPerEpoch = steps.find(({ epoch }) => epoch === 1)?.step ?? steps.length;

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const round = (value) => Number(value.toFixed(4));
const epochs = [];
for (let last = stepsPerEpoch; last <= steps.length; last += stepsPerEpoch) {
  const evaluation = steps[last - 1];
  epochs.push({
    epoch: last / stepsPerEpoch,
    loss: round(mean(steps.slice(Math.max(0, last - STEPS), last).map(({ loss }) => loss))),
    probeH: round(evaluation['probe.h']),
    probeZ: round(evaluation['probe.z']),
    knnH: round(evaluation['knn.h']),
  });
}
const { linear, knn } = record.summary ?? {};
const curve = { date: record.createdAt.slice(0, 10), device: record.device, epochs, linear, knn };
console.log(JSON.stringify(curve, null, 2));
