import type { Socket } from 'node:net';
import { SocketMessageWriter, type Message } from 'vscode-jsonrpc/node';

/** Writes messages to a socket, and can close it when they have all been handed over. */
export class LastWordWriter extends SocketMessageWriter {
  private waiting = 0;
  private ending = false;

  constructor(private readonly stream: Socket) {
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
