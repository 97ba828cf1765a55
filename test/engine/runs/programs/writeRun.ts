import { RunWriter } from '../../../../engine/runs/runWriter';
import { trainingState } from '../trainingStates';

/** Goes on with the run named on the command line as fast as it can, until it is killed. */
async function main(): Promise<void> {
  const writer = RunWriter.reopen(process.argv[2] ?? '', {});
  const checkpoint = writer.rewindToCheckpoint();
  writer.setState('running');
  for (let step = (checkpoint?.meta.step ?? 0) + 1; ; step++) {
    writer.appendMetrics({ step, epoch: step / 10, time: step, loss: 1 / step });
    if (step % 3 === 0) {
      await writer.saveCheckpoint(trainingState(step));
      process.stdout.write(`${step}\n`);
    }
  }
}

void main();
