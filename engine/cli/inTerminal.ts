import type { EvaluationProgress } from '../evaluate/evaluateCheckpoint';
import type { EvaluationHooks } from '../evaluate/evaluationHooks';
import { formatCount } from '../format/formatNumbers';
import { watchInterrupts } from './interrupt';
import { LiveLine } from './liveLine';
import type { Terminal } from './terminal';

const phases: Readonly<Record<EvaluationProgress['phase'], string>> = {
  listing: 'looking for images',
  decoding: 'decoding images',
  generating: 'generating images',
  warmingUp: 'warming up the GPU, which may take minutes the first time',
  embedding: 'embedding images',
  comparing: 'comparing colours',
  fitting: 'fitting classifiers',
  training: 'training on labels, step',
};

/**
 * Does work that may take long, with a line that tells how far it is, which Ctrl-C ends.
 * @param quiet whether nothing but the result may be written.
 * @param exit told the exit code where the user ended the work.
 * @param work is given that line too, for what it has to say above it meanwhile.
 * @param left what there will be where the user ends the work, in words.
 * @returns null then.
 */
export async function inTerminal<T>(
  terminal: Terminal,
  quiet: boolean,
  exit: (code: number) => void,
  work: (hooks: EvaluationHooks, live: LiveLine) => Promise<T>,
  left = 'nothing is written',
): Promise<T | null> {
  const live = new LiveLine(terminal);
  const watch = watchInterrupts(() => {
    if (!quiet) live.print(`Stopping; ${left}.`);
  });
  try {
    const onProgress = ({ phase, done, total }: EvaluationProgress) => {
      const count = total > 0 ? ` ${formatCount(done)}/${formatCount(total)}` : '';
      if (!quiet) live.show(() => `${phases[phase]}${count}`);
    };
    return await work({ signal: watch.signal, onProgress }, live);
  } catch (error) {
    const code = watch.exitCode();
    if (code === null) throw error;
    exit(code);
    return null;
  } finally {
    live.clear();
    watch.end();
  }
}
