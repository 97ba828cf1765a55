import { Socket } from 'node:net';

/** Bytes before a frame: its number and its length, unsigned, 32 bits each, little-endian. */
export const frameHeader = 8;

/**
 * Sends bytes to the process that forked this one, over a pipe beside the channel of messages: that channel takes text
 * alone, which costs several times what the views of a studio cost to make.
 */
export class FrameWriter {
  private readonly pipe: Socket;
  private number = 0;

  /** @param descriptor of the pipe. */
  constructor(descriptor: number) {
    this.pipe = new Socket({ fd: descriptor, readable: false, writable: true });
    // Who does not read any more has gone, and so will this process.
    this.pipe.on('error', () => undefined);
    this.pipe.unref();
  }

  /** Sends a frame, which must not be changed afterwards; returns its number. */
  send(bytes: Uint8Array): number {
    this.number = (this.number + 1) >>> 0;
    const header = Buffer.alloc(frameHeader);
    header.writeUInt32LE(this.number, 0);
    header.writeUInt32LE(bytes.length, 4);
    this.pipe.cork();
    this.pipe.write(header);
    this.pipe.write(bytes);
    this.pipe.uncork();
    return this.number;
  }
}
