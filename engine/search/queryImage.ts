import { realpath } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { storeSizeFor } from '../data/chooseSizes';
import { UnusableImage, type RawImage } from '../data/imageSource';
import { UserError } from '../errors';
import type { AnySource } from './anySource';
import { centerViewOf, readChosenImage } from './imageFileView';

/** An image to search with: a file by its absolute path, or one of the images that are searched by its name there. */
export type QueryName = { readonly path: string } | { readonly id: string };

/** An image to search with. */
export interface QueryImage {
  /** Position among the images that are searched; −1 where it is none of them. */
  readonly position: number;
  /** Its evaluation view of this side, [S, S, 3], values 0 to 1. */
  view(side: number): Promise<Float32Array<ArrayBuffer>>;
}

/** Finds the image to search with. @throws UserError where there is none. */
export async function findQuery(name: QueryName, { source, listing }: AnySource): Promise<QueryImage> {
  const id = 'id' in name ? name.id : source.format === 'folder' ? await idOf(name.path, source.path) : null;
  const position = id === null ? -1 : listing.ids.indexOf(id);
  if ('id' in name && position < 0) {
    throw new UserError(
      `${name.id} is not among the images of ${source.path} any more: choose another image`,
    );
  }
  const decode = (storeSize: number) =>
    'path' in name ? readChosenImage(name.path, storeSize) : decodeOne(position, storeSize);
  return {
    position,
    view: async (side) => centerViewOf(await decode(storeSizeFor(side)), side),
  };

  async function decodeOne(at: number, storeSize: number): Promise<RawImage> {
    for await (const image of source.images(Int32Array.of(at), storeSize)) {
      if (!(image instanceof UnusableImage)) return image;
      throw new UserError(`${source.pathOf(at)} ${image.reason}: choose another image`);
    }
    throw new UserError(`${source.pathOf(at)} is gone: choose another image`);
  }
}

/** What a file is called among the images of a folder, whatever links lead to either. */
async function idOf(path: string, folder: string): Promise<string> {
  const [file, root] = await Promise.all([path, folder].map((each) => realpath(each).catch(() => each)));
  return relative(root ?? '', file ?? '')
    .split(sep)
    .join('/');
}
