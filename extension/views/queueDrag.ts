import { DataTransferItem, window, type DataTransfer, type TreeDragAndDropController } from 'vscode';
import { viewIds } from '../ids';
import type { Services } from '../services';
import { isExperimentNode, type ExperimentNode } from './experimentNode';

const mimeType = `application/vnd.code.tree.${viewIds.experiments.toLowerCase()}`;

/** Dragging a queued run onto another gives it that one's place in the queue. */
export class QueueDrag implements TreeDragAndDropController<ExperimentNode> {
  readonly dragMimeTypes = [mimeType];
  readonly dropMimeTypes = [mimeType];

  constructor(private readonly services: Pick<Services, 'store' | 'control'>) {}

  handleDrag(nodes: readonly ExperimentNode[], data: DataTransfer): void {
    const [node] = nodes;
    if (node?.kind === 'run' && this.position(node.folder) !== null) {
      data.set(mimeType, new DataTransferItem(node.folder));
    }
  }

  async handleDrop(target: ExperimentNode | undefined, data: DataTransfer): Promise<void> {
    const folder: unknown = data.get(mimeType)?.value;
    if (typeof folder !== 'string' || target === undefined || !isExperimentNode(target)) return;
    const [from, to] = [this.position(folder), this.position(target.folder)];
    if (from === null || to === null || from === to) return;
    try {
      await this.services.control.moveInQueue(folder, to - from);
    } catch (error) {
      void window.showErrorMessage(error instanceof Error ? error.message : String(error));
    }
  }

  private position(folder: string): number | null {
    return this.services.store.get(folder)?.queuePosition ?? null;
  }
}
