import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder, temporaryPath } from './atomicFile';
import { writeError } from './fileErrors';
import {
  elementCount,
  elementSizes,
  lengthBytes,
  metadataKey,
  type SafetensorsType,
} from './safetensorsFormat';

/** Element types that can be written, each with the array that holds it. */
interface ArrayOf {
  F32: Float32Array;
  F64: Float64Array;
  I32: Int32Array;
  U32: Uint32Array;
  I64: BigInt64Array;
  U8: Uint8Array;
}

/** A tensor to be written; `data` is row-major. */
export type SafetensorsTensor = {
  [Type in keyof ArrayOf]: {
    readonly name: string;
    readonly type: Type;
    readonly shape: readonly number[];
    readonly data: ArrayOf[Type];
  };
}[keyof ArrayOf];

/**
 * Writes a safetensors file in one step: temporary file, fsync, rename. A crash at any moment leaves the old file or
 * the new one. Tensors go to disk straight from their arrays; nothing is copied.
 * @throws UserError when the disk is full or the folder is not writable; @throws the signal's reason when it aborts, which
 *   leaves the old file too.
 */
export async function writeSafetensors(
  path: string,
  tensors: readonly SafetensorsTensor[],
  metadata: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<void> {
  // Wide elements first, so that each tensor is aligned to its element and can be mapped as it lies.
  const ordered = [...tensors].sort((a, b) => elementSizes[b.type] - elementSizes[a.type]);
  const header = encodeHeader(ordered, metadata);
  const temporary = temporaryPath(path);
  try {
    const file = await open(temporary, 'w');
    try {
      await writeAll(file, header);
      for (const { data } of ordered) {
        signal?.throwIfAborted();
        await writeAll(file, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      }
      await file.sync();
      signal?.throwIfAborted();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true });
    throw writeError(path, error);
  }
}

/** Length and header, padded with spaces so that the tensors begin at a multiple of 8. */
function encodeHeader(
  tensors: readonly SafetensorsTensor[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const entries = new Map<
    string,
    { dtype: SafetensorsType; shape: readonly number[]; data_offsets: number[] }
  >();
  let offset = 0;
  for (const { name, type, shape, data } of tensors) {
    if (name === metadataKey || entries.has(name)) throw new Error(`two tensors are named ${name}`);
    if (elementCount(shape) !== data.length) {
      throw new Error(`tensor ${name} has ${data.length} numbers, but the shape [${shape.join(', ')}]`);
    }
    entries.set(name, { dtype: type, shape, data_offsets: [offset, offset + data.byteLength] });
    offset += data.byteLength;
  }
  const json = Buffer.from(JSON.stringify({ [metadataKey]: metadata, ...Object.fromEntries(entries) }));
  const length = Math.ceil(json.length / 8) * 8;
  const header = Buffer.alloc(lengthBytes + length, ' ');
  header.writeBigUInt64LE(BigInt(length));
  json.copy(header, lengthBytes);
  return header;
}

/** Writes every byte; a single write may take less, and none takes more than 2 GiB. */
async function writeAll(
  file: { write(bytes: Uint8Array): Promise<{ bytesWritten: number }> },
  bytes: Uint8Array,
): Promise<void> {
  const most = 1 << 30;
  for (let done = 0; done < bytes.length;) {
    done += (await file.write(bytes.subarray(done, done + most))).bytesWritten;
  }
}
