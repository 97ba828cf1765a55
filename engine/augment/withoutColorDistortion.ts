import type { AugmentConfig, Transform } from '../config/augmentation';

/** What the paper calls colour distortion (appendix A): jitter and, now and then, no colour at all. */
const distortions: readonly Transform['type'][] = ['color', 'grayscale'];

/** Whether T changes colours, in either branch. */
export function distortsColor({ transforms, secondBranch }: AugmentConfig): boolean {
  return [...transforms, ...(secondBranch ?? [])].some(({ type, p }) => distortions.includes(type) && p > 0);
}

/**
 * T with its colour distortion switched off. The steps keep their places, so that everything else is drawn as before:
 * a view differs from that of `augment` in nothing but its colours.
 */
export function withoutColorDistortion({ transforms, secondBranch }: AugmentConfig): AugmentConfig {
  const off = (list: readonly Transform[]) =>
    list.map((transform) => (distortions.includes(transform.type) ? { ...transform, p: 0 } : transform));
  return { transforms: off(transforms), secondBranch: secondBranch && off(secondBranch) };
}
