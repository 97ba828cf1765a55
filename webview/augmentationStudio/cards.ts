import type { AugmentConfig, Transform } from '../../extension/augmentationStudio/messages';

/** A transformation in the stack; switched off, it is not part of T. */
export interface Card {
  readonly on: boolean;
  readonly transform: Transform;
}

/** The stacks of both branches; null where the second is as the first. */
export interface Stacks {
  readonly first: readonly Card[];
  readonly second: readonly Card[] | null;
}

/** The cards of a list: its transformations in their order, then, switched off, every kind that is not among them. */
export function cardsOf(list: readonly Transform[], defaults: readonly Transform[]): Card[] {
  const absent = defaults.filter(({ type }) => !list.some((transform) => transform.type === type));
  return [
    ...list.map((transform) => ({ on: true, transform })),
    ...absent.map((transform) => ({ on: false, transform })),
  ];
}

/** The stacks of a T. */
export function stacksOf(
  { transforms, secondBranch }: AugmentConfig,
  defaults: readonly Transform[],
): Stacks {
  return {
    first: cardsOf(transforms, defaults),
    second: secondBranch && cardsOf(secondBranch, defaults),
  };
}

/** T as the stacks say it. */
export function augmentOf({ first, second }: Stacks): AugmentConfig {
  return { transforms: listOf(first), secondBranch: second && listOf(second) };
}

/** Place among the transformations of T of the card at `index`; null where it is switched off. */
export function placeOf(cards: readonly Card[], index: number): number | null {
  return cards[index]?.on === true ? listOf(cards.slice(0, index)).length : null;
}

/** The cards with the one at `from` moved to `to`. */
export function moved(cards: readonly Card[], from: number, to: number): Card[] {
  const rest = cards.filter((_, index) => index !== from);
  return [...rest.slice(0, to), ...cards.slice(from, from + 1), ...rest.slice(to)];
}

/** Whether two Ts are the same, to the last number. */
export function sameAugment(a: AugmentConfig, b: AugmentConfig): boolean {
  return JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));
}

/** The same without regard to the order in which fields were written. */
function ordered({ transforms, secondBranch }: AugmentConfig): unknown {
  const sorted = (list: readonly Transform[]) =>
    list.map((transform) => Object.entries(transform).sort(([a], [b]) => (a < b ? -1 : 1)));
  return [sorted(transforms), secondBranch && sorted(secondBranch)];
}

function listOf(cards: readonly Card[]): Transform[] {
  return cards.filter(({ on }) => on).map(({ transform }) => transform);
}
