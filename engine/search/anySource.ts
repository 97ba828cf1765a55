import { runConfigSchema, type RunConfig } from '../config/runConfig';
import type { ImageSource, Listing } from '../data/imageSource';
import { openSource } from '../data/openSource';
import type { OpenHooks } from '../data/progress';

/** Images that an encoder is applied to, and what they are called. */
export interface AnySource {
  readonly source: ImageSource;
  readonly listing: Listing;
}

/**
 * Opens images of any source that training reads; nothing is split or left out, and labels are not needed.
 * @param path absolute, or "builtin": the built-in images as the run of `config` had them, or as they usually are.
 * @throws UserError when there is no such source or no image in it.
 */
export async function openAnySource(path: string, config: RunConfig, hooks: OpenHooks): Promise<AnySource> {
  const { data } = runConfigSchema.parse({ data: { source: path } });
  const same = path === 'builtin' && config.data.source === 'builtin';
  const source = await openSource(same ? config.data : data, process.cwd(), hooks);
  return { source, listing: await source.listing() };
}

/** Positions of all images of a source. */
export function allPositions({ count }: ImageSource): Int32Array {
  return Int32Array.from({ length: count }, (_, position) => position);
}

/** The name of the class of an image, or null where it has none. */
export function classOf({ classes, labels }: Listing, position: number): string | null {
  return classes?.[labels?.[position] ?? -1] ?? null;
}
