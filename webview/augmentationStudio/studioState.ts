import type { StudioImage, StudioOrigin, Transform } from '../../extension/augmentationStudio/messages';
import type { Card, Stacks } from './cards';

/** What a studio remembers of itself, over reloads of its page and of the window. */
export interface StudioState {
  readonly origin: StudioOrigin;
  readonly stacks: Stacks;
  readonly seed: number;
  readonly epoch: number;
  readonly image: StudioImage;
  readonly other: StudioImage;
}

/**
 * Reads what `getState` returned; null where it is not of the studio on `origin`. What a transformation says is
 * checked where it is used, by the extension.
 */
export function studioState(value: unknown, origin: StudioOrigin): StudioState | null {
  if (typeof value !== 'object' || value === null) return null;
  const state = value as Partial<StudioState>;
  const { stacks, seed, epoch, image, other } = state;
  const valid =
    JSON.stringify(state.origin) === JSON.stringify(origin) &&
    isStacks(stacks) &&
    Number.isInteger(seed) &&
    Number.isInteger(epoch) &&
    isImage(image) &&
    isImage(other);
  return valid && stacks !== undefined && seed !== undefined && epoch !== undefined && image && other
    ? { origin, stacks, seed, epoch, image, other }
    : null;
}

function isStacks(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('first' in value) || !('second' in value))
    return false;
  return isCards(value.first) && (value.second === null || isCards(value.second));
}

function isCards(value: unknown): value is Card[] {
  return Array.isArray(value) && value.every(isCard);
}

function isCard(value: unknown): value is Card {
  if (typeof value !== 'object' || value === null || !('on' in value) || !('transform' in value))
    return false;
  const transform = value.transform as Partial<Transform> | null;
  return typeof value.on === 'boolean' && typeof transform?.type === 'string';
}

function isImage(value: unknown): value is StudioImage {
  if (typeof value !== 'object' || value === null) return false;
  return (
    ('id' in value && typeof value.id === 'string') || ('path' in value && typeof value.path === 'string')
  );
}
