import type { TensorLine, ToCheckpointPage } from '../../extension/checkpointEditor/messages';

type Found = Extract<ToCheckpointPage, { type: 'compared' }>['found'][number];

/** Parts of a checkpoint, by the beginning of their tensors' names; `other` is all else. */
export const parts = ['encoder', 'head', 'optimizer', 'probe', 'other'] as const;
export type Part = (typeof parts)[number];

/** The part that a tensor is of. */
export function partOf(name: string): Part {
  return parts.find((part) => name.startsWith(`${part}.`)) ?? 'other';
}

/** How far a tensor, or a layer, moved. */
export interface Move {
  readonly name: string;
  /** ‖a − b‖ / ‖a‖; "from zero" where a is zero and b is not, null where the numbers are too large to tell. */
  readonly change: number | 'from zero' | null;
  /** null for a layer, and where one of the two is zero. */
  readonly cosine: number | null;
  /** Numbers that are not finite. */
  readonly skipped: number;
}

/** How far each tensor of some parts moved, the most first. */
export function tensorMoves(
  tensors: readonly TensorLine[],
  found: readonly Found[],
  shown: ReadonlySet<Part>,
): Move[] {
  const moves = found.map(({ index, difference: { change, norm, cosine, skipped } }): Move => {
    const name = tensors[index]?.name ?? '';
    return { name, change: change === null && norm === 0 ? 'from zero' : change, cosine, skipped };
  });
  return mostFirst(moves.filter(({ name }) => shown.has(partOf(name))));
}

/** The same for layers: the numbers of all tensors of a module as one. */
export function layerMoves(
  tensors: readonly TensorLine[],
  found: readonly Found[],
  shown: ReadonlySet<Part>,
): Move[] {
  const layers = new Map<string, { distance: number; norm: number; skipped: number }>();
  for (const { index, difference } of found) {
    const name = tensors[index]?.name ?? '';
    if (!shown.has(partOf(name))) continue;
    const layer = name.replace(/[./][^./]*$/, '');
    const sum = layers.get(layer) ?? { distance: 0, norm: 0, skipped: 0 };
    layers.set(layer, {
      distance: Math.hypot(sum.distance, difference.distance),
      norm: Math.hypot(sum.norm, difference.norm),
      skipped: sum.skipped + difference.skipped,
    });
  }
  return mostFirst(
    [...layers].map(([name, { distance, norm, skipped }]) => ({
      ...{ name, change: changeOf(distance, norm), cosine: null, skipped },
    })),
  );
}

/** Sums of squares past float64 are infinite, and say nothing. */
function changeOf(distance: number, norm: number): Move['change'] {
  if (!Number.isFinite(distance) || !Number.isFinite(norm)) return null;
  if (distance === 0) return 0;
  return norm === 0 ? 'from zero' : distance / norm;
}

/** What came from zero moved the most; what nobody can tell comes last. */
function mostFirst(moves: readonly Move[]): Move[] {
  const size = ({ change }: Move) => (change === 'from zero' ? Infinity : (change ?? -1));
  return [...moves].sort((a, b) => (size(a) === size(b) ? 0 : size(b) - size(a)));
}
