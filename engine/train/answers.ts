/** Those who asked for the same thing and wait for it. */
export class Answers<T> {
  private waiting: { readonly resolve: (value: T) => void; readonly reject: (error: unknown) => void }[] = [];

  get isAwaited(): boolean {
    return this.waiting.length > 0;
  }

  /** Resolves with the next answer. */
  ask(): Promise<T> {
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  give(value: T): void {
    for (const { resolve } of this.taken()) resolve(value);
  }

  refuse(error: unknown): void {
    for (const { reject } of this.taken()) reject(error);
  }

  private taken() {
    const { waiting } = this;
    this.waiting = [];
    return waiting;
  }
}
