import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../../webview/comparePanel/columns';
import { readFilter } from '../../../webview/comparePanel/rowFilter';
import { comparedRow, metricSummary } from './comparedRows';

const rows = [
  comparedRow(
    'small',
    { batchSize: 128, encoder: { architecture: 'resnet8' } },
    { summaries: { 'probe.h': metricSummary(0.5, 0.55) } },
  ),
  comparedRow(
    'large',
    { batchSize: 512, encoder: { architecture: 'resnet18' } },
    { summaries: { 'probe.h': metricSummary(0.7, 0.7) } },
  ),
  comparedRow('large stopped', { batchSize: 512, data: { limit: 100 } }, {}, { state: 'stopped' }),
];
const columns = columnsOf(rows, 'step');

function passing(text: string): string[] {
  const { matches } = readFilter(text, columns);
  return rows.filter(matches).map(({ run }) => run?.title ?? '');
}

describe('the filter of rows', () => {
  it.each([
    ['', ['small', 'large', 'large stopped']],
    ['LARGE', ['large', 'large stopped']],
    ['large resnet18', ['large']],
    ['"large s"', ['large stopped']],
    ['stopped', ['large stopped']],
    ['batchSize>=512', ['large', 'large stopped']],
    ['batchSize>128 large', ['large', 'large stopped']],
    ['batchsize=128', ['small']],
    ['batchSize!=128', ['large', 'large stopped']],
    ['encoder.architecture=resnet8', ['small', 'large stopped']],
    ['architecture=ResNet18', ['large']],
    ['probe.h>60%', ['large']],
    ['probe.h>0.6', ['large']],
    ['probe.h.best<=.55', ['small']],
    ['data.limit=null', ['small', 'large']],
    ['optimizer.nesterov=false', ['small', 'large', 'large stopped']],
    ['steps<1e2', []],
  ])('%s', (text, expected) => {
    expect(readFilter(text, columns).problem).toBeNull();
    expect(passing(text)).toEqual(expected);
  });

  it('lets nothing through where a word is compared by size', () => {
    expect(passing('encoder.architecture>3')).toEqual([]);
  });

  it('says which column there is not, and lets everything through', () => {
    expect(readFilter('batch>1', columns).problem).toMatch(/no column "batch"/);
    expect(passing('batch>1')).toHaveLength(3);
    expect(passing('batch>1 small')).toEqual(['small']);
  });

  it('says what a name can mean that is the end of several', () => {
    expect(readFilter('p>0.5', columns).problem).toMatch(/^"p" can be augment\.crop\.p, .* or .*write more/);
  });
});
