import { describe, expect, it } from 'vitest';
import { readLayout } from '../../../engine/data/readers/folderLayout';

/** Paths, in order, with their folders. */
function layout(paths: string[], extraFolders: string[] = []) {
  const folders = paths.flatMap((path) => {
    const parts = path.split('/').slice(0, -1);
    return parts.map((_, i) => parts.slice(0, i + 1).join('/'));
  });
  const read = readLayout(paths, [...new Set([...folders, ...extraFolders])]);
  return { ...read, used: [...read.used].map((i) => paths[i]), labels: read.labels && [...read.labels] };
}

describe('readLayout', () => {
  it('takes the first folder for the class, however deep the image lies', () => {
    const read = layout(['b/1.png', 'b/deep/er/2.png', 'c/3.png']);
    expect(read.classes).toEqual(['b', 'c']);
    expect(read.labels).toEqual([0, 0, 1]);
    expect(read.parts).toBeNull();
    expect(read.warnings).toEqual([]);
  });

  it('sorts classes by code unit: upper case first, and no language of the machine', () => {
    expect(layout(['b/1.png', 'ä/1.png', 'a/1.png', 'B/1.png', '10/1.png', '9/1.png']).classes).toEqual([
      ...['10', '9', 'B', 'a', 'b', 'ä'],
    ]);
  });

  it.each([
    ['flat', ['1.png', '2.png']],
    ['in one folder', ['photos/1.png', 'photos/2.png']],
    ['in one folder, nested', ['photos/2024/1.png', 'photos/2025/2.png']],
  ])('makes no classes of images that lie %s', (_, paths) => {
    const read = layout(paths);
    expect([read.classes, read.labels, read.used]).toEqual([null, null, paths]);
  });

  it.each(['test', 'val', 'valid', 'validation', 'Testing'])('takes train and %s for the split', (test) => {
    const read = layout([`${test}/a/3.png`, 'train/a/1.png', 'train/b/2.png']);
    expect(read.parts && [...read.parts]).toEqual([2, 1, 1]);
    expect(read.labels).toEqual([0, 0, 1]);
  });

  it('prefers test to val, and leaves out and names the other folders', () => {
    const read = layout(['test/a/1.png', 'train/a/2.png', 'train/b/3.png', 'val/a/4.png', 'stray.png']);
    expect(read.used).toEqual(['test/a/1.png', 'train/a/2.png', 'train/b/3.png']);
    expect(read.warnings.join(' ')).toMatch(/folder val is left out: only train and test are used/);
    expect(read.warnings.join(' ')).toMatch(/1 image beside the folder train left out/);
  });

  it('passes over a test folder without the classes of train, as competitions publish it', () => {
    const withVal = layout(['test/1.png', 'train/a/2.png', 'train/b/3.png', 'val/a/4.png', 'val/b/5.png']);
    expect(withVal.used).toEqual(['train/a/2.png', 'train/b/3.png', 'val/a/4.png', 'val/b/5.png']);
    const without = layout(['test/1.png', 'train/a/2.png', 'train/b/3.png']);
    expect(without.used).toEqual(['train/a/2.png', 'train/b/3.png']);
    expect(without.parts).toBeNull();
    expect(without.warnings).toEqual(['The folder test is left out: only train is used.']);
  });

  it('splits unlabelled images as given', () => {
    const read = layout(['test/1.png', 'train/2.png', 'train/3.png']);
    expect(read.labels).toBeNull();
    expect(read.parts && [...read.parts]).toEqual([2, 1, 1]);
  });

  it('numbers a class that only test has', () => {
    const read = layout(['test/a/1.png', 'test/c/2.png', 'train/a/3.png', 'train/b/4.png']);
    expect(read.classes).toEqual(['a', 'b', 'c']);
    expect(read.labels).toEqual([0, 2, 0, 1]);
  });

  it('labels images beside the class folders −1, and names folders without images', () => {
    const read = layout(['0.png', 'a/1.png', 'b/2.png'], ['empty', 'a/sub']);
    expect(read.labels).toEqual([-1, 0, 1]);
    expect(read.warnings).toEqual([
      '1 image outside the class folders: trained on without a label.',
      'The folder empty holds no image: it is no class.',
    ]);
  });
});
