import { describe, expect, it } from 'vitest';
import { moduleTree, treeRows } from '../../../webview/checkpointEditor/moduleTree';

const names = [
  'encoder.conv1.weight',
  'encoder.layer1.0.bn1.weight',
  'encoder.layer1.0.bn1.bias',
  'head.weight',
];
const shown = (folded: readonly string[] = [], wanted: readonly number[] | null = null) =>
  treeRows(moduleTree(names), new Set(folded), wanted === null ? null : new Set(wanted)).map(
    ({ node, level, open }) =>
      `${' '.repeat(level - 1)}${node.label}${open === null ? '' : open ? ' -' : ' +'}`,
  );

describe('the tree of modules', () => {
  it('groups tensors, and makes one line of a module with one child', () => {
    expect(shown()).toEqual([
      'encoder -',
      ' conv1.weight',
      ' layer1.0.bn1 -',
      '  weight',
      '  bias',
      'head.weight',
    ]);
  });

  it('leaves out what is folded', () => {
    expect(shown(['\nencoder\nlayer1\n0\nbn1'])).toEqual([
      'encoder -',
      ' conv1.weight',
      ' layer1.0.bn1 +',
      'head.weight',
    ]);
  });

  it('shows what is looked for, in open modules', () => {
    expect(shown(['\nencoder'], [2])).toEqual(['encoder -', ' layer1.0.bn1 -', '  bias']);
  });

  it('loses no tensor, whatever the names', () => {
    const odd = ['a', 'a.b', 'a/b', '', '.', '..', '__proto__', 'constructor.x', 'a.b.c'];
    const found = moduleTree(odd).flatMap(({ tensors }) => tensors);
    expect([...found].sort((x, y) => x - y)).toEqual(odd.map((_, at) => at));
    const rows = treeRows(moduleTree(odd), new Set(), null);
    expect(new Set(rows.map(({ node }) => node.path)).size).toBe(rows.length);
    expect(rows.flatMap(({ node }) => node.tensor ?? [])).toHaveLength(odd.length);
  });
});
