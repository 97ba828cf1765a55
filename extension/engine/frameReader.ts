import type { Readable } from 'node:stream';

/** Bytes before a frame: its number and its length, unsigned, 32 bits each, little-endian. */
const headerLength = 8;

/** Who waits for a frame. */
interface Waiting {
  resolve(frame: Uint8Array): void;
  reject(error: Error): void;
}

/** Receives the bytes that an engine sends beside its messages, frame by frame. */
export class FrameReader {
  /** Frames that came and were not asked for yet, and those that are waited for. */
  private readonly frames = new Map<number, Uint8Array>();
  private readonly waiting = new Map<number, Waiting>();
  private readonly header = Buffer.alloc(headerLength);
  private frame = Buffer.alloc(0);
  /** Bytes of the header, then of the frame, that are there. */
  private inHeader = 0;
  private inFrame = 0;

  constructor(stream: Readable) {
    stream.on('data', (chunk: Buffer) => this.receive(chunk));
    stream.on('error', () => undefined);
    stream.on('close', () => {
      for (const { reject } of this.waiting.values()) reject(new Error('The pipe was closed.'));
      this.waiting.clear();
    });
  }

  /** The frame of that number, once it has come; each is handed out once. Rejects when the engine goes before. */
  take(number: number): Promise<Uint8Array> {
    const come = this.frames.get(number);
    this.frames.delete(number);
    return come
      ? Promise.resolve(come)
      : new Promise((resolve, reject) => this.waiting.set(number, { resolve, reject }));
  }

  private receive(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.inHeader < headerLength) {
        const copied = chunk.copy(this.header, this.inHeader, at);
        at += copied;
        this.inHeader += copied;
        if (this.inHeader < headerLength) return;
        // Memory of its own, from the start of it, so that it can be handed on without a copy.
        this.frame = Buffer.from(new ArrayBuffer(this.header.readUInt32LE(4)));
        this.inFrame = 0;
      }
      const copied = chunk.copy(this.frame, this.inFrame, at);
      at += copied;
      this.inFrame += copied;
      if (this.inFrame === this.frame.length) this.finish();
    }
  }

  private finish(): void {
    const number = this.header.readUInt32LE(0);
    this.inHeader = 0;
    const waiting = this.waiting.get(number);
    this.waiting.delete(number);
    if (waiting) waiting.resolve(this.frame);
    else this.frames.set(number, this.frame);
  }
}
