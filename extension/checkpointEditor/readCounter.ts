import type { TensorSlice } from '../../engine/runs/tensorSlices';

/** Tells how many bytes of tensors have been read, slice by slice. */
export class ReadCounter {
  private read = 0;

  constructor(private readonly onRead: (bytes: number) => void) {}

  /** The slices; each is counted once the next is asked for. @param size bytes of an element. */
  *count(slices: Iterable<TensorSlice>, size: number): Generator<TensorSlice> {
    for (const slice of slices) {
      yield slice;
      this.read += slice.values.length * size;
      this.onRead(this.read);
    }
  }
}
