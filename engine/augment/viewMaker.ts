import { readFileSync } from 'node:fs';
import { assetPath } from '../assets';
import type { AugmentConfig, Transform } from '../config/augmentation';
import type { ImageFileInfo } from '../data/dataset';
import type { ImageFile } from '../data/imageFile';
import { UserError } from '../errors';
import { streams } from '../random/streams';
import { encodeTransforms, recordLength, recordTypes } from './encodeTransforms';

/** Which of all the views of a run: with the run's seed and the image's size it settles what is drawn. */
export interface ViewName {
  readonly epoch: number;
  /** Index of the image in its split. */
  readonly image: number;
  readonly branch: 0 | 1;
}

/** What `assembly/index.ts` exports. */
interface AugmentExports {
  readonly memory: WebAssembly.Memory;
  readonly transforms: WebAssembly.Global;
  readonly steps: WebAssembly.Global;
  readonly source: WebAssembly.Global;
  readonly output: WebAssembly.Global;
  readonly rows: WebAssembly.Global;
  readonly columns: WebAssembly.Global;
  reserve(height: number, width: number, size: number, wholeImages: boolean): number;
  draw(
    branch: number,
    count: number,
    seed: number,
    stream: number,
    epoch: number,
    image: number,
    height: number,
    width: number,
    size: number,
  ): number;
  apply(count: number, height: number, width: number, size: number): void;
}

let compiled: WebAssembly.Module | null = null;

/** The augmentation, compiled once; it may be sent to other threads. */
export function compileAugment(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(readFileSync(assetPath('augment.wasm')));
  return compiled;
}

/** Whether a list of transformations has some before its crop, which then work on an image at its own size. */
export function worksOnWholeImages(transforms: readonly Transform[]): boolean {
  return transforms.findIndex(({ type }) => type === 'crop') > 0;
}

/**
 * Makes views on the calling thread: an instance of the WebAssembly module with one image in it. A view is made in
 * two parts: the random numbers are drawn into steps, and the steps are applied to the image.
 */
export class ViewMaker {
  private readonly module: AugmentExports;
  private counts: readonly [number, number] = [0, 0];
  /** Whether a transformation works on images at their own size. */
  private wholeImages = false;
  private seed = 0;
  private height = 0;
  private width = 0;
  /** The largest image that there is room for. */
  private roomHeight = 0;
  private roomWidth = 0;

  /**
   * @param code what `compileAugment` returned.
   * @param imageSize side S of a view in pixels.
   * @param augment T of both branches; null where only centre views are made.
   * @param seed the run's seed, an unsigned 32-bit integer.
   */
  constructor(
    code: WebAssembly.Module,
    private readonly imageSize: number,
    augment: AugmentConfig | null,
    seed = 0,
  ) {
    this.module = new WebAssembly.Instance(code).exports as unknown as AugmentExports;
    this.setAugment(augment, seed);
  }

  /** Makes views by another T or with another seed from now on. The present image is to be loaded again. */
  setAugment(augment: AugmentConfig | null, seed: number): void {
    this.seed = seed;
    const first = augment?.transforms ?? [];
    const second = augment?.secondBranch ?? first;
    this.counts = [first.length, second.length];
    const wholeImages = worksOnWholeImages(first) || worksOnWholeImages(second);
    // The next image finds room for what this T does to it.
    if (wholeImages !== this.wholeImages) this.roomHeight = this.roomWidth = 0;
    this.wholeImages = wholeImages;
    const at: number = this.module.transforms.value;
    const between = this.module.steps.value - at;
    const records = [encodeTransforms(first), encodeTransforms(second)];
    records.forEach((list, branch) => this.numbers(at + (branch * between) / 2, list.length).set(list));
  }

  /**
   * Memory for the next image, 8-bit RGB, channels last, to be filled before views are made of it.
   * @throws UserError where the image is too large for the module's memory.
   */
  source(height: number, width: number): Uint8Array<ArrayBuffer> {
    if (height > this.roomHeight || width > this.roomWidth) {
      this.reserve(height, width);
    }
    this.height = height;
    this.width = width;
    return new Uint8Array(this.buffer, this.module.source.value, height * width * 3);
  }

  /**
   * Reads an image from the decoded ones.
   * @throws UserError where it cannot be read, or is too large for the module's memory.
   */
  load(images: ImageFileInfo, file: ImageFile, image: number): void {
    const height = images.index[3 * image + 1] ?? 0;
    const width = images.index[3 * image + 2] ?? 0;
    file.read(image, this.source(height, width));
  }

  /**
   * Draws the steps of a view, of the present image or of one of the size given, which need not be here; returns them as
   * the module's records, valid until the next call.
   */
  draw(
    { epoch, image, branch }: ViewName,
    height = this.height,
    width = this.width,
  ): Float64Array<ArrayBuffer> {
    const count = this.module.draw(
      branch,
      this.counts[branch],
      this.seed,
      streams.augment,
      epoch,
      image,
      height,
      width,
      this.imageSize,
    );
    return this.numbers(this.module.steps.value, count * recordLength);
  }

  /**
   * Applies steps to the present image: [height, width, 3], values 0 to 1, valid until the next call. Steps that
   * `draw` returned give a view, [S, S, 3]; others give the size that they leave the image in.
   */
  apply(steps: Float64Array): Float32Array<ArrayBuffer> {
    const at: number = this.module.steps.value;
    if (steps.buffer !== this.buffer) this.numbers(at, steps.length).set(steps);
    this.module.apply(steps.length / recordLength, this.height, this.width, this.imageSize);
    const pixels: number = this.module.rows.value * this.module.columns.value;
    return new Float32Array(this.buffer, this.module.output.value, pixels * 3);
  }

  /** A view of the present image: [S, S, 3], values 0 to 1, valid until the next call. */
  view(name: ViewName): Float32Array<ArrayBuffer> {
    return this.apply(this.draw(name));
  }

  /**
   * The evaluation view of the present image, without chance: its shorter side resized to S, and the central square
   * of that; [S, S, 3], values 0 to 1, valid until the next call.
   */
  centerView(): Float32Array<ArrayBuffer> {
    const step = this.numbers(this.module.steps.value, recordLength);
    step[0] = recordTypes.center;
    return this.apply(step);
  }

  private get buffer(): ArrayBuffer {
    return this.module.memory.buffer;
  }

  private numbers(at: number, length: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.buffer, at, length);
  }

  private reserve(height: number, width: number): void {
    this.roomHeight = Math.max(height, this.roomHeight);
    this.roomWidth = Math.max(width, this.roomWidth);
    if (this.module.reserve(this.roomHeight, this.roomWidth, this.imageSize, this.wholeImages) === 0) {
      throw new UserError(
        `There is no memory to augment images of ${this.roomWidth} × ${this.roomHeight} pixels: put the crop first in augment.transforms, or use smaller images.`,
      );
    }
  }
}
