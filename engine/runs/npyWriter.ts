import { GrowingFile } from './growingFile';
import { littleEndian, npyHeader } from './npy';

/** Writes a matrix in NumPy's format (see `npyBytes`) row by row, so that it need not be in memory. As `GrowingFile`. */
export class NpyWriter {
  private rows = 0;

  private constructor(
    private readonly file: GrowingFile,
    private readonly mostRows: number,
    private readonly columns: number,
  ) {}

  /** @param mostRows rows that will be written at most: the header has room for that number. */
  static async create(path: string, mostRows: number, columns: number): Promise<NpyWriter> {
    const writer = new NpyWriter(await GrowingFile.create(path), mostRows, columns);
    await writer.file.append(npyHeader(0, columns, mostRows));
    return writer;
  }

  /** @param data whole rows, row-major. */
  async write(data: Float32Array): Promise<void> {
    await this.file.append(littleEndian(data));
    this.rows += data.length / this.columns;
  }

  /** Says how many rows there are, and gives the file its name. */
  finish(): Promise<void> {
    return this.file.finish(npyHeader(this.rows, this.columns, this.mostRows));
  }

  /** Gives the file up and removes it; does nothing to one that is finished. */
  abandon(): Promise<void> {
    return this.file.abandon();
  }
}
