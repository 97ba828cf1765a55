import type { Socket } from 'node:net';
import { SocketMessageWriter, type Message } from 'vscode-jsonrpc/node';

/** Messages that may wait to be taken: those for a client that has been stopped must not fill the memory. */
const mostWaiting = 1000;

/**
 * Writes messages to a socket, and can close it when they have all been handed over. A socket whose other end takes
 * nothing is cut off.
 */
export class LastWordWriter extends SocketMessageWriter {
  private waiting = 0;
  private ending = false;

  /** @param onCutOff told when the other end takes nothing. */
  constructor(
    private readonly stream: Socket,
    private readonly onCutOff: () => void,
  ) {
    super(stream);
  }

  /** Closes the socket behind the next message. */
  endAfterNext(): void {
    this.ending = true;
  }

  /** Closes the socket behind the messages that are being written, or at once. */
  endWhenSaid(): void {
    this.ending = true;
    this.endIfSaid();
  }

  override async write(message: Message): Promise<void> {
    if (this.stream.destroyed) return;
    if (this.waiting >= mostWaiting) {
      this.onCutOff();
      this.stream.destroy();
      return;
    }
    this.waiting++;
    try {
      await super.write(message);
    } finally {
      this.waiting--;
      this.endIfSaid();
    }
  }

  private endIfSaid(): void {
    if (this.ending && this.waiting === 0) this.stream.destroySoon();
  }
}
