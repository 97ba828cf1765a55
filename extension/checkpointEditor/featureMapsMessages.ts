import * as z from 'zod';
import type { FeatureImage, FeatureMaps } from '../../engine/protocol/featureMapsProtocol';

export type {
  ChannelMap,
  FeatureImage,
  FeatureMaps,
  StageMaps,
  VectorActivations,
} from '../../engine/protocol/featureMapsProtocol';

/** Extension → webview: what comes of sending an image through the encoder. */
export type ToFeatureMaps = { readonly image: FeatureImage } & (
  | { readonly type: 'mapsWorking'; readonly text: string; readonly share: number | null }
  | { readonly type: 'mapsShown'; readonly maps: FeatureMaps<Uint8Array> }
  | { readonly type: 'mapsFailed'; readonly message: string }
);

/** An image as a page names it. */
export const featureImageSchema = z.union([
  z.strictObject({ index: z.int().min(0) }),
  z.strictObject({ path: z.string().min(1) }),
]) satisfies z.ZodType<FeatureImage>;
