import { crc32c } from '../../../engine/exchange/tensorboard/crc32c';

/** The data of each record of a TFRecord file, its checksums compared. */
export function readRecords(file: Uint8Array): Buffer[] {
  const bytes = Buffer.from(file);
  const records: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = Number(bytes.readBigUInt64LE(at));
    const data = bytes.subarray(at + 12, at + 12 + length);
    const sums = [unmasked(bytes.readUInt32LE(at + 8)), unmasked(bytes.readUInt32LE(at + 12 + length))];
    if (sums[0] !== crc32c(bytes.subarray(at, at + 8)) || sums[1] !== crc32c(data)) {
      throw new Error(`the record at ${at} has another checksum`);
    }
    records.push(data);
    at += length + 16;
  }
  return records;
}

function unmasked(sum: number): number {
  const turned = (sum - 0xa282ead8) >>> 0;
  return ((turned >>> 17) | (turned << 15)) >>> 0;
}
