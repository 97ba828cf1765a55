import { basename } from 'node:path';
import type { RunRecord } from '../../engine/runs/runRecord';

/** Name of a run for people: the one it was given, or "cifar10 · resnet20". */
export function runTitle({ config, dataset }: Pick<RunRecord, 'config' | 'dataset'>): string {
  if (config.name !== '') return config.name;
  const source = dataset?.name ?? basename(config.data.source.replace(/[\\/]+$/, ''));
  return `${source === '' ? config.data.source : source} · ${config.encoder.architecture}`;
}
