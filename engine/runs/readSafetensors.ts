import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import * as z from 'zod';
import { UserError } from '../errors';
import { hasCode } from './fileErrors';
import {
  elementSizes,
  lengthBytes,
  maxHeaderBytes,
  metadataKey,
  type SafetensorsEntry,
  type SafetensorsType,
} from './safetensorsFormat';
import { DuplicateName, parseSafetensorsHeader } from './safetensorsHeader';

const entrySchema = z.strictObject({
  dtype: z.string(),
  shape: z.array(z.int().min(0)),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});

/** So many characters of a tensor's name are shown in a message: a hostile one may have millions. */
const shownName = 100;
/** A pipe of that name would else be waited for. */
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** A safetensors file, open for reading; its header has been checked, its tensors are read on demand. */
export class SafetensorsFile {
  readonly metadata: Readonly<Record<string, string>>;
  /** Tensors by name, in the order in which they lie in the file. */
  readonly entries: ReadonlyMap<string, SafetensorsEntry>;
  private readonly descriptor: number;

  /** @throws UserError naming the file when it is missing, or is not a whole and consistent safetensors file. */
  constructor(readonly path: string) {
    try {
      this.descriptor = openSync(path, openFlags);
    } catch (error) {
      if (hasCode(error, 'ENOENT')) throw new UserError(`${path} does not exist`);
      if (hasCode(error, 'EACCES', 'EPERM'))
        throw new UserError(`${path} may not be read: permission denied`);
      throw error;
    }
    try {
      const { metadata, entries } = this.readHeader();
      this.metadata = metadata;
      this.entries = entries;
    } catch (error) {
      closeSync(this.descriptor);
      throw error;
    }
  }

  /** The bytes of one tensor, in an array of its own. */
  readBytes(entry: SafetensorsEntry): Uint8Array<ArrayBuffer> {
    return this.readAt(entry.begin, entry.end - entry.begin);
  }

  /**
   * Fills `target` with the bytes of a tensor from `offset` on, which is counted from where the tensor begins.
   * @throws UserError when the file has become shorter.
   */
  readPart(entry: SafetensorsEntry, offset: number, target: Uint8Array): void {
    if (entry.begin + offset + target.length > entry.end) {
      throw new RangeError(`tensor ${entry.name} ends before byte ${offset + target.length}`);
    }
    this.fill(target, entry.begin + offset);
  }

  /**
   * The numbers of one float32 tensor, row-major.
   * @throws UserError when it has another element type.
   */
  readFloat32(entry: SafetensorsEntry): Float32Array<ArrayBuffer> {
    if (entry.type !== 'F32') this.fail(`tensor ${entry.name} holds ${entry.type}, not F32`);
    return new Float32Array(this.readBytes(entry).buffer);
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private readHeader(): { metadata: Record<string, string>; entries: Map<string, SafetensorsEntry> } {
    const { size } = this.stat();
    if (size < lengthBytes) this.fail('the file is too short');
    const length = Number(Buffer.from(this.readAt(0, lengthBytes)).readBigUInt64LE());
    if (length > maxHeaderBytes) this.fail('the header has an impossible length');
    if (lengthBytes + length > size) this.fail('the file ends within its header');
    const header = this.parseHeader(this.readAt(lengthBytes, length));
    const { [metadataKey]: free = {}, ...tensors } = header;
    const metadata = z.record(z.string(), z.string()).safeParse(free);
    if (!metadata.success) this.fail('the free text in its header is not text');
    const entries = Object.entries(tensors).map(([name, value]) =>
      this.entry(name, value, lengthBytes + length),
    );
    entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
    this.checkLayout(entries, lengthBytes + length, size);
    return { metadata: metadata.data, entries: new Map(entries.map((entry) => [entry.name, entry])) };
  }

  private parseHeader(bytes: Uint8Array): Record<string, unknown> {
    try {
      return parseSafetensorsHeader(bytes) ?? this.fail('its header is not a JSON object of tensors');
    } catch (error) {
      if (!(error instanceof DuplicateName)) throw error;
      return this.fail(`its header names ${shown(error.duplicate)} twice`);
    }
  }

  private entry(name: string, value: unknown, dataStart: number): SafetensorsEntry {
    const parsed = entrySchema.safeParse(value);
    if (!parsed.success) return this.fail(`the header's entry for tensor ${shown(name)} is not valid`);
    const { dtype, shape, data_offsets: offsets } = parsed.data;
    if (!isType(dtype)) {
      return this.fail(`tensor ${shown(name)} has the type ${shown(dtype)}, which is not known here`);
    }
    let expected: number = elementSizes[dtype];
    for (const size of shape) {
      expected *= size;
      if (!Number.isSafeInteger(expected)) this.fail(`tensor ${shown(name)} has an impossible shape`);
    }
    if (offsets[1] - offsets[0] !== expected) {
      this.fail(
        `tensor ${shown(name)} takes ${offsets[1] - offsets[0]} bytes, but its shape needs ${expected}`,
      );
    }
    return { name, type: dtype, shape, begin: dataStart + offsets[0], end: dataStart + offsets[1] };
  }

  /** Tensors must fill the rest of the file without gaps and without sharing bytes. */
  private checkLayout(entries: readonly SafetensorsEntry[], start: number, size: number): void {
    let position = start;
    for (const { name, begin, end } of entries) {
      if (begin < position) this.fail(`tensor ${shown(name)} overlaps another one`);
      if (begin > position) this.fail(`there is a gap before tensor ${shown(name)}`);
      position = end;
    }
    if (position > size) this.fail(`the file was cut off: ${position - size} bytes are missing`);
    if (position < size) this.fail(`there are ${size - position} bytes behind the last tensor`);
  }

  /** What is read has been found to lie within the file before. */
  private readAt(position: number, length: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(length);
    this.fill(bytes, position);
    return bytes;
  }

  private fill(target: Uint8Array, position: number): void {
    const { length } = target;
    const most = 1 << 30;
    for (let done = 0; done < length;) {
      const count = readSync(this.descriptor, target, done, Math.min(length - done, most), position + done);
      if (count === 0) this.fail('the file was cut off while it was read');
      done += count;
    }
  }

  private stat(): { size: number } {
    const stat = fstatSync(this.descriptor);
    if (!stat.isFile()) this.fail('it is not a file');
    return stat;
  }

  private fail(reason: string): never {
    throw new UserError(`${this.path} is not a usable safetensors file: ${reason}`);
  }
}

function isType(type: string): type is SafetensorsType {
  return Object.hasOwn(elementSizes, type);
}

function shown(name: string): string {
  return name.length > shownName ? `${name.slice(0, shownName)}…` : name;
}
