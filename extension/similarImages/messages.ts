import * as z from 'zod';
import type { FoundImage } from '../../engine/protocol/searchProtocol';

export type { FoundImage } from '../../engine/protocol/searchProtocol';

/** What a panel searches for: all that is needed to search again. */
export const similarQuerySchema = z.object({
  /** Absolute path of the checkpoint, and what it is called. */
  checkpoint: z.string().min(1),
  model: z.string(),
  /** Absolute path of the images that are searched, or "builtin". */
  images: z.string().min(1),
  image: z.union([z.strictObject({ path: z.string().min(1) }), z.strictObject({ id: z.string().min(1) })]),
  space: z.enum(['h', 'z']),
  neighbours: z.int().min(1).max(200),
});
export type SimilarQuery = z.infer<typeof similarQuerySchema>;

/** Extension → webview. */
export type ToSimilar =
  /** A search has begun. */
  | { readonly type: 'query'; readonly query: SimilarQuery }
  | { readonly type: 'working'; readonly text: string; readonly share: number | null }
  | {
      readonly type: 'found';
      readonly neighbours: readonly FoundImage[];
      readonly compared: number;
      /** In a sentence, where files could not be read. */
      readonly leftOut: string | null;
      /** The query, then its neighbours: square, 8-bit RGB, one after another. */
      readonly pictures: ArrayBuffer;
      readonly side: number;
    }
  | { readonly type: 'failed'; readonly message: string };

const image = z.int().min(0).max(200);

/** Webview → extension; checked before anything is done with it. A place is that of a neighbour, the nearest 0. */
export const fromSimilarSchema = z.lazy(() =>
  z.discriminatedUnion('type', [
    /** The webview's script has run: everything may be sent now. */
    z.strictObject({ type: z.literal('ready') }),
    z.strictObject({ type: z.literal('retry') }),
    z.strictObject({ type: z.literal('cancel') }),
    z.strictObject({ type: z.literal('space'), space: z.enum(['h', 'z']) }),
    z.strictObject({ type: z.literal('neighbours'), neighbours: z.int().min(1).max(200) }),
    z.strictObject({ type: z.literal('open'), place: image }),
    z.strictObject({ type: z.literal('reveal'), place: image }),
    z.strictObject({ type: z.literal('searchFrom'), place: image }),
  ]),
);
export type FromSimilar = z.infer<typeof fromSimilarSchema>;
