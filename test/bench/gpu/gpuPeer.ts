import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';

/** What the peer answers: numbers by the names of their units, or why there are none, and how it was computed. */
export type PeerAnswer = Readonly<Record<string, number | string>>;

/**
 * PyTorch in a process of its own that stays: to start it takes longer than most of what it is asked for. What it asks of
 * the GPU it gives back after each.
 */
export class GpuPeer {
  private readonly lines: AsyncIterator<string>;
  private readonly reader: Interface;
  /** Number of the last request; 0 is that for what it says of itself. */
  private request = 0;

  private constructor(private readonly child: ChildProcessWithoutNullStreams) {
    child.stderr.pipe(process.stderr);
    // Where it has ended, that shows as there is no answer.
    child.stdin.on('error', () => undefined);
    this.reader = createInterface(child.stdout);
    this.lines = this.reader[Symbol.asyncIterator]();
  }

  /** Starts it, and gives what it says of itself: what it computes on, and the versions. */
  static async start(python: string): Promise<{ peer: GpuPeer; about: PeerAnswer }> {
    const script = join('test', 'bench', 'peer', 'simclr_peer_cuda.py');
    const peer = new GpuPeer(spawn(python, [script, 'serve']));
    return { peer, about: await peer.answer() };
  }

  /** Has it measure what its arguments say. */
  async measure(args: readonly string[]): Promise<PeerAnswer> {
    this.request++;
    this.child.stdin.write(`${JSON.stringify({ request: this.request, args })}\n`);
    return this.answer();
  }

  stop(): void {
    this.child.stdin.end();
    this.reader.close();
    this.child.kill();
  }

  /** The answer to the last request; what else is printed is passed over. */
  private async answer(): Promise<PeerAnswer> {
    for (;;) {
      const { value, done } = await this.lines.next();
      if (done) return { error: 'PyTorch has ended' };
      const { request, ...answer } = objectIn(value);
      if (request === this.request) return answer;
    }
  }
}

/** The JSON object that a line is; an empty one where it is none. */
function objectIn(line: string): PeerAnswer {
  try {
    return { ...(JSON.parse(line) as PeerAnswer | null) };
  } catch {
    return {};
  }
}
