import type { LineStatistics, TensorLine } from '../../extension/checkpointEditor/messages';
import { moduleTree, type ModuleNode } from './moduleTree';

/** The tensors of the file, and what is known of them so far. */
export class TensorModel {
  readonly nodes: readonly ModuleNode[];
  private readonly found: (LineStatistics | undefined)[];

  constructor(readonly tensors: readonly TensorLine[]) {
    this.nodes = moduleTree(tensors.map(({ name }) => name));
    this.found = tensors.map(() => undefined);
  }

  statistics(index: number): LineStatistics | undefined {
    return this.found[index];
  }

  take(index: number, statistics: LineStatistics): void {
    this.found[index] = statistics;
  }

  /** Numbers in all tensors of a module. */
  count({ tensors }: ModuleNode): number {
    return tensors.reduce((sum, index) => sum + (this.tensors[index]?.count ?? 0), 0);
  }

  /** Euclidean norm over all tensors of a module; null until that of each is known. */
  norm({ tensors }: ModuleNode): number | null {
    let norm = 0;
    for (const index of tensors) {
      const of = this.found[index];
      if (of === undefined) return null;
      norm = Math.hypot(norm, of.norm);
    }
    return norm;
  }

  /** The tensors whose name has `text` in it, in any case; null where there is no text. */
  search(text: string): ReadonlySet<number> | null {
    const wanted = text.trim().toLowerCase();
    if (wanted === '') return null;
    return new Set(
      this.tensors.flatMap(({ name }, index) => (name.toLowerCase().includes(wanted) ? [index] : [])),
    );
  }

  /** Tensors of which something holds, as far as they are known. */
  having(holds: (statistics: LineStatistics) => boolean): number[] {
    return this.found.flatMap((of, index) => (of !== undefined && holds(of) ? [index] : []));
  }
}
