import { formatCount, formatProgress } from '../../extension/format/formatNumbers';
import type { AlignedPoints, ProjectionName, StepView } from './stepView';
import type { Space } from './workerMessages';

/** What a plot shows, in few words: "128-d · PCA, 41 % of the variance". */
export function plotCaption(
  space: Space,
  size: number,
  { shares }: AlignedPoints,
  projection: ProjectionName,
): string {
  // The loss sees the direction of z alone, and so does the plot.
  const what = space === 'z' ? `${size}-d directions` : `${size}-d`;
  if (projection === 'umap') return `${what} · UMAP`;
  const sum = shares?.reduce((total, share) => total + share, 0) ?? 0;
  return `${what} · PCA, ${formatProgress(sum)} of the variance`;
}

/** Which images of how many are shown, and how they were chosen; empty where it is all of them. */
export function sampleText({ images, sampledOf, points }: StepView, projection: ProjectionName): string {
  const sentences: string[] = [];
  const { sampling, ids } = images;
  const saved = sampledOf ?? ids.length;
  if (sampling !== null && sampling.of > saved) {
    sentences.push(
      `${formatCount(saved)} of the ${formatCount(sampling.of)} evaluation images were embedded: as many of each class as of any other, chosen by seed ${sampling.seed}.`,
    );
  }
  if (sampledOf !== null) {
    sentences.push(
      `${formatCount(ids.length)} of the ${formatCount(sampledOf)} embedded images are shown, of each class the same share.`,
    );
  }
  const laidOut = projection === 'umap' ? (points.umap.h?.laidOut ?? null) : null;
  if (laidOut !== null) {
    sentences.push(
      `UMAP arranged a fair sample of ${formatCount(laidOut)} images; each other one lies among its three nearest of them.`,
    );
  }
  return sentences.join(' ');
}
