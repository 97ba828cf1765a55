import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { findDatasets } from '../../../extension/datasets/findDatasets';
import { searchFolder, searchLimits } from '../../../extension/datasets/folderSummary';
import { namedSource } from '../../../extension/datasets/namedSource';

vi.mock('vscode', async () => await import('../fakeVscode'));

/** A folder with empty files of these names; `cat/*.jpg 20` makes twenty. */
function folderOf(...files: string[]): string {
  const root = mkdtempSync(join(tmpdir(), 'simclr-datasets-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const file of files) {
    const [path = '', count = '1'] = file.split(' ');
    for (let i = 0; i < Number(count); i++) {
      const target = join(root, path.replace('*', String(i)));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, '');
    }
  }
  return root;
}

async function found(root: string) {
  const { root: summary } = await searchFolder(root);
  return findDatasets(summary).map(({ source, format, images, trainImages, classes }) => ({
    ...{ path: source.slice(root.length + 1), format, images, trainImages, classes },
  }));
}

describe('the data sets in a folder', () => {
  test('are folders with a folder for each class', async () => {
    const root = folderOf('photos/cat/*.jpg 20', 'photos/dog/*.PNG 30', 'photos/README.md', 'src/main.py');
    expect(await found(root)).toEqual([
      { path: 'photos', format: 'folder', images: 50, trainImages: 40, classes: 2 },
    ]);
  });

  test('are the folder itself where it holds the classes', async () => {
    expect(await found(folderOf('cat/*.jpg 20', 'dog/*.jpg 20', 'notes.txt'))).toMatchObject([
      { path: '', images: 40, classes: 2 },
    ]);
  });

  test('have the split that folders give them', async () => {
    const root = folderOf('d/train/a/*.png 30', 'd/train/b/*.png 30', 'd/val/a/*.png 9', 'd/test/a/*.png 10');
    expect(await found(root)).toEqual([
      { path: 'd', format: 'folder', images: 70, trainImages: 60, classes: 2 },
    ]);
  });

  test('are folders of nothing but images', async () => {
    expect(await found(folderOf('shots/*.webp 15', 'shots/list.csv'))).toMatchObject([
      { path: 'shots', images: 15, classes: null },
    ]);
  });

  test('are several where they lie beside one another', async () => {
    const root = folderOf('a/x/*.png 9', 'a/y/*.png 9', 'b/x/*.png 9', 'b/y/*.png 9');
    expect((await found(root)).map(({ path }) => path).sort()).toEqual(['a', 'b']);
  });

  test('are binary files', async () => {
    const root = folderOf(
      ...['c10/data_batch_1.bin', 'c10/test_batch.bin', 'c100/train.bin', 'c100/fine_label_names.txt'],
      ...['stl/unlabeled_X.bin', 'mnist/train-images-idx3-ubyte.gz', 'mnist/t10k-images-idx3-ubyte.gz'],
      ...['two/emnist-letters-train-images-idx3-ubyte', 'two/emnist-digits-test-images-idx3-ubyte'],
      'tokens/train.bin',
    );
    const sets = (await found(root)).map(({ path, format }) => [path.split('\\').join('/'), format]);
    expect(sets.sort()).toEqual([
      ['c10', 'cifar10'],
      ['c100', 'cifar100'],
      ['mnist', 'idx'],
      ['stl', 'stl10'],
      ['two/emnist-digits-test-images-idx3-ubyte', 'idx'],
      ['two/emnist-letters-train-images-idx3-ubyte', 'idx'],
    ]);
  });

  test('are no icons, code, environments, caches or runs', async () => {
    const root = folderOf(
      ...['icons/*.png 8', 'docs/*.png 13', 'docs/*.md 20', 'node_modules/x/*.png 40'],
      ...['.simclr/runs/r/samples/*.png 40', 'env/pyvenv.cfg', 'env/lib/*.png 40'],
    );
    expect(await found(root)).toEqual([]);
  });
});

describe('the search', () => {
  test('follows links, and ends where they go round', async () => {
    const root = folderOf('data/cat/*.jpg 20', 'data/dog/*.jpg 20');
    const elsewhere = folderOf('fish/*.jpg 14');
    symlinkSync(root, join(root, 'data', 'round'));
    symlinkSync(join(elsewhere, 'fish'), join(root, 'fish'));
    expect((await found(root)).map(({ path, images }) => [path, images])).toEqual([
      ['data', 40],
      ['fish', 14],
    ]);
  });

  test('ends at its limits, and says that it did', async () => {
    const root = folderOf('a/*.jpg 50', 'b/*.jpg 50', 'c/d/*.jpg 50');
    expect((await searchFolder(root)).complete).toBe(true);
    const names = await searchFolder(root, { ...searchLimits, names: 40 });
    expect(names.complete).toBe(false);
    const folders = await searchFolder(root, { ...searchLimits, folders: 2 });
    expect(folders.complete).toBe(false);
    expect(folders.root.folders.some(({ images }) => images === 50)).toBe(true);
  });

  test('takes what the user names for what it is', async () => {
    const root = folderOf('few/*.jpg 3', 'x/mnist/train-images-idx3-ubyte');
    expect(await namedSource(join(root, 'few'))).toMatchObject({ images: 3, classes: null, origin: 'added' });
    expect(await namedSource(join(root, 'x'))).toMatchObject({ source: join(root, 'x'), format: 'idx' });
    const file = join(root, 'x', 'mnist', 'train-images-idx3-ubyte');
    expect(await namedSource(file)).toMatchObject({ source: file, format: 'idx', images: null });
  });
});
