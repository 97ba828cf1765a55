import { left } from '../format/blocks';
import { describeOrigin } from '../format/describeOrigin';
import { describeRun } from '../format/describeRun';
import { formatDuration } from '../format/formatNumbers';
import { nearestPreset } from '../config/nearestPreset';
import { presets } from '../config/presets';
import type { Run } from '../runs/readRun';
import type { Block } from './report';

const columns = [left('field'), left('this run'), left('preset')];

/** What made the run: where its configuration departs from a preset first, then images, network, device and versions. */
export function madeByBlocks({ id, record }: Run): Block[] {
  const { preset, differences } = nearestPreset(record.config);
  const rows = differences.map(({ path, a, b }) => [path, written(b), written(a)]);
  const caption =
    rows.length === 0
      ? `As the preset “${preset}” has it: ${presets[preset].description}`
      : `What differs from the preset “${preset}” (${presets[preset].description})`;
  return [
    rows.length === 0 ? { type: 'text', text: caption } : { type: 'table', caption, columns, rows },
    { type: 'pairs', pairs: [...describeRun(record.config, record), ...circumstances(id, record)] },
  ];
}

/** Every field, which the reader can start a run from. */
export function configurationBlocks({ record }: Run): Block[] {
  return [{ type: 'code', text: JSON.stringify(record.config, null, 2) }];
}

function circumstances(id: string, record: Run['record']): [string, string][] {
  const { progress, summary, host, versions, createdAt, config, dataset } = record;
  const seconds = summary?.seconds ?? progress?.time;
  return [
    ['seed', String(config.seed)],
    ...(dataset === null ? [] : [['fingerprint of the images', dataset.fingerprint] as [string, string]]),
    ...(seconds === undefined ? [] : [['time of training', formatDuration(seconds)] as [string, string]]),
    ['started', `${createdAt.slice(0, 16).replace('T', ' ')} UTC on ${host}`],
    ['run', id],
    ...describeOrigin(record),
    [
      'versions',
      Object.entries(versions)
        .map((pair) => pair.join(' '))
        .join(', ') || '–',
    ],
  ];
}

/** As in the configuration file, in one line; an absent field as a dash. */
function written(value: unknown): string {
  return value === undefined ? '–' : JSON.stringify(value);
}
