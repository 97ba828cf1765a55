import { stat } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import type { ViewMaker } from '../augment/viewMaker';
import type { Dataset, Split } from '../data/dataset';
import { readImageFile } from '../data/decode/readImageFile';
import { ImageFile } from '../data/imageFile';
import { UnusableImage, type RawImage } from '../data/imageSource';
import { explainFileError } from '../data/readers/fileErrors';
import { UserError } from '../errors';
import type { NamedImage, StudioImage } from '../protocol/studioProtocol';

/** An image that can be loaded into a maker of views. */
export interface LoadableImage extends NamedImage {
  /** What the random numbers of its views depend on: its position in the training split. */
  readonly index: number;
  load(maker: ViewMaker): void;
}

/** The images that a studio can show: those of the data set, and files. */
export class StudioImages {
  private readonly train: OpenSplit;
  private readonly test: OpenSplit;
  /** The files looked at last, decoded. */
  private readonly files = new Map<string, RawImage>();

  /** @throws UserError where the decoded images have gone. */
  constructor(readonly dataset: Dataset) {
    this.train = new OpenSplit(dataset.train);
    this.test = new OpenSplit(dataset.test);
  }

  /** Training images. */
  get count(): number {
    return this.dataset.train.images.count;
  }

  /** The image at a position of the training split. */
  at(position: number): LoadableImage {
    return { index: position, ...this.of(this.train, position) };
  }

  /**
   * The image that is meant. One that a run would not train on has the index behind the last one that it would.
   * @throws UserError where there is no such image, or it cannot be used.
   */
  async find(image: StudioImage): Promise<LoadableImage> {
    const id = 'id' in image ? image.id : this.idOf(image.path);
    const trained = this.train.position(id);
    if (trained !== undefined) return this.at(trained);
    const held = this.test.position(id);
    if (held !== undefined) return { index: this.count, ...this.of(this.test, held) };
    if ('path' in image) return this.findFile(image.path);
    throw new UserError(`${id} is not among the images any more: choose another image.`);
  }

  close(): void {
    this.train.close();
    this.test.close();
  }

  private of(split: OpenSplit, position: number): Omit<LoadableImage, 'index'> {
    const { ids, labels } = split.split;
    return {
      id: ids[position] ?? '',
      label: this.dataset.classes?.[labels?.[position] ?? -1] ?? null,
      load: (maker) => split.load(maker, position),
    };
  }

  /** What a file of the data set is called in it. */
  private idOf(path: string): string {
    return relative(this.dataset.source, path).split(sep).join('/');
  }

  private async findFile(path: string): Promise<LoadableImage> {
    const { data, height, width } = await this.decode(path);
    return {
      ...{ index: this.count, id: path, label: null },
      load: (maker) => maker.source(height, width).set(data.subarray(0, height * width * 3)),
    };
  }

  private async decode(path: string): Promise<RawImage> {
    try {
      const { size, mtimeMs } = await stat(path).catch((error: unknown) => {
        throw explainFileError(error);
      });
      const key = `${path}\0${String(size)}\0${String(mtimeMs)}`;
      const known = this.files.get(key);
      if (known) return known;
      // As large as images are stored for runs.
      const storeSize = Math.round((this.dataset.imageSize * 8) / 7);
      const decoded = await readImageFile(path, size, storeSize);
      if (this.files.size >= 4) this.files.clear();
      this.files.set(key, decoded);
      return decoded;
    } catch (error) {
      if (!(error instanceof UnusableImage)) throw error;
      throw new UserError(`${path} ${error.reason}: choose another image.`);
    }
  }
}

/** A split whose images can be read. */
class OpenSplit {
  private readonly file: ImageFile;
  /** Position of each id, once one is asked for. */
  private positions: Map<string, number> | null = null;

  constructor(readonly split: Split) {
    this.file = new ImageFile(split.images);
  }

  position(id: string): number | undefined {
    this.positions ??= new Map(this.split.ids.map((known, position) => [known, position]));
    return this.positions.get(id);
  }

  load(maker: ViewMaker, position: number): void {
    maker.load(this.split.images, this.file, position);
  }

  close(): void {
    this.file.close();
  }
}
