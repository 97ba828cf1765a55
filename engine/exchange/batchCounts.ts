import type { NamedTensor } from '../runs/trainingState';
import type { SafetensorsTensor } from '../runs/writeSafetensors';

const statistic = '.running_var';

/** What PyTorch's batch norms count batches in; nothing is computed from it. */
export const batchCount = '.num_batches_tracked';

/**
 * The tensors, and with each batch norm's statistics the number of batches that they have seen, which PyTorch wants
 * when it loads strictly.
 * @param step optimizer steps taken.
 */
export function withBatchCounts(tensors: readonly NamedTensor[], step: number): SafetensorsTensor[] {
  return tensors.flatMap((tensor): SafetensorsTensor[] => {
    const own = { ...tensor, type: 'F32' } as const;
    if (!tensor.name.endsWith(statistic)) return [own];
    const name = `${tensor.name.slice(0, -statistic.length)}${batchCount}`;
    return [own, { name, type: 'I64', shape: [], data: BigInt64Array.of(BigInt(step)) }];
  });
}
