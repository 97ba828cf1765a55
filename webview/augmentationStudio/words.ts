import type { ColorShortcut, StudioImage } from '../../extension/augmentationStudio/messages';
import { formatCount } from '../../extension/format/formatNumbers';

/** What the shortcut's accuracy means, in a sentence or two. @param distorts whether T changes colours. */
export function shortcutText({ crops, distorted, images }: ColorShortcut, distorts: boolean): string {
  const measured = `Guessing: 50 %. Measured on ${formatCount(images)} images.`;
  const apart = `By colour alone, crops of one image are told from others ${percent(crops)} of the time`;
  return distorts
    ? `${apart}; with colour distortion, ${percent(distorted)}. ${measured}`
    : `${apart}, and this T leaves colours as they are: a network can solve its task without looking at shapes. ${measured}`;
}

/** What two crops have in common: "82 % of the colours in common". */
export function commonText(share: number): string {
  return `${percent(share)} in common`;
}

/** An image for people: its id or the name of its file. */
export function imageName(image: StudioImage): string {
  return 'id' in image ? image.id : (image.path.split(/[\\/]/).at(-1) ?? image.path);
}

/** Less than all of it is never "100 %". */
function percent(share: number): string {
  return share < 1 && share > 0.995 ? 'more than 99 %' : `${Math.round(share * 100)} %`;
}
