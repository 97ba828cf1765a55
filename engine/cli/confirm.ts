import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';

/**
 * Asks a question on this process's terminal that Enter answers with yes. Ctrl-C and the end of the input are a no, as is
 * whatever is not understood.
 */
export async function confirm(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const closed = once(lines, 'close').then(() => null);
    // A question that is closed may be refused rather than left open.
    const answer = await Promise.race([lines.question(`${question} [Y/n] `).catch(() => null), closed]);
    if (answer === null) process.stdout.write('\n');
    return answer !== null && /^\s*(y|yes)?\s*$/i.test(answer);
  } finally {
    lines.close();
  }
}
