import { bytesField, doubleField, floatField, integerField, type Parts } from '../protobuf';

/*
 * The messages Event and Summary, as far as they are written here. Source: tensorflow/core/util/event.proto and
 * tensorflow/core/framework/summary.proto. A field of zero is written as none, as protocol buffers of version 3 do.
 */

/** When something was logged. */
export interface Moment {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step: number;
}

/** A picture and its size in pixels. */
export interface Picture {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Red, green, blue, in `Summary.Image.colorspace`. */
const rgb = 3;

/** The first event of a file, which says what it is. */
export function versionEvent(wallTime: number): Uint8Array {
  return Buffer.concat([...doubleField(1, wallTime), ...bytesField(3, 'brain.Event:2')]);
}

/** Numbers of one step by tag; they are kept as floats of 32 bits. */
export function scalarEvent(moment: Moment, values: readonly (readonly [string, number])[]): Uint8Array {
  return summaryEvent(
    moment,
    values.map(([tag, value]) => [...bytesField(1, tag), ...floatField(2, value)]),
  );
}

/** A picture of one step. */
export function imageEvent(moment: Moment, tag: string, { png, width, height }: Picture): Uint8Array {
  const image = [
    ...integerField(1, height),
    ...integerField(2, width),
    ...integerField(3, rgb),
    ...bytesField(4, png),
  ];
  return summaryEvent(moment, [[...bytesField(1, tag), ...bytesField(4, image)]]);
}

function summaryEvent({ wallTime, step }: Moment, values: readonly Parts[]): Uint8Array {
  const summary = values.flatMap((value) => bytesField(1, value));
  return Buffer.concat([
    ...doubleField(1, wallTime),
    ...(step === 0 ? [] : integerField(2, step)),
    ...bytesField(5, summary),
  ]);
}
