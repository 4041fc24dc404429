/** Event files of TensorBoard: TFRecord frames around protocol buffers, as far as scalars need them. */
import { crc32c } from './crc32c.ts';

export interface ScalarPoint {
  readonly tag: string;
  readonly step: number;
  /** Kept in single precision. */
  readonly value: number;
}

/**
 * The content of an event file.
 *
 * @param wallTime seconds since 1970, written beside every point
 */
export function encodeEventFile(points: readonly ScalarPoint[], wallTime: number): Uint8Array {
  const version = event(wallTime, [bytesField(3, Buffer.from('brain.Event:2'))]);
  const events = points.map(({ tag, step, value }) => {
    const scalar = Buffer.concat([bytesField(1, Buffer.from(tag)), floatField(2, value)]);
    const summary = bytesField(1, scalar);
    return event(wallTime, [varintField(2, step), bytesField(5, summary)]);
  });
  return Buffer.concat([version, ...events].map(frame));
}

/** Event: wall_time = 1 (double), step = 2 (int64), file_version = 3 (string), summary = 5 (message). */
function event(wallTime: number, fields: readonly Buffer[]): Buffer {
  const time = Buffer.alloc(9);
  time.writeUInt8((1 << 3) | 1, 0);
  time.writeDoubleLE(wallTime, 1);
  return Buffer.concat([time, ...fields]);
}

/** A TFRecord: length (uint64), its checksum, the data, its checksum. */
function frame(data: Buffer): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(data.length));
  return Buffer.concat([length, maskedChecksum(length), data, maskedChecksum(data)]);
}

function maskedChecksum(data: Buffer): Buffer {
  const crc = crc32c(data);
  const masked = Buffer.alloc(4);
  masked.writeUInt32LE((((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0);
  return masked;
}

function bytesField(number: number, content: Buffer): Buffer {
  return Buffer.concat([varint((number << 3) | 2), varint(content.length), content]);
}

function varintField(number: number, value: number): Buffer {
  return Buffer.concat([varint(number << 3), varint(value)]);
}

function floatField(number: number, value: number): Buffer {
  const field = Buffer.alloc(5);
  field.writeUInt8((number << 3) | 5, 0);
  field.writeFloatLE(value, 1);
  return field;
}

/** Seven bits a byte, the lowest first; whole numbers from 0 to 2^53. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return Buffer.from(bytes);
}
