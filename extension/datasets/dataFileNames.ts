/** Formats of data sets, as `data.format` names them. */
export type DataFormat = 'builtin' | 'folder' | 'cifar10' | 'cifar100' | 'stl10' | 'idx';

const imageName = /^[^.].*\.(jpe?g|jpe|jfif|png|webp|gif|bmp|dib|tiff?|avif)$/i;
const idxImages = /images.*idx[34]?([-._]ubyte)?(\.gz)?$/i;
const cifar10Name = /^(data_batch_[1-5]|test_batch)\.bin$/;
const stl10Name = /^(train|test|unlabeled)_X\.bin$/;
/** Other data are called `train.bin` too; the names of the classes lie beside CIFAR-100's. */
const cifar100Names = /^(train\.bin|test\.bin|fine_label_names\.txt)$/;

/** Whether a file is an image that the engine reads, by its name. */
export function isImageFile(name: string): boolean {
  return imageName.test(name);
}

/** Whether a file is a part of a binary data set, by its name. */
export function isDatasetFile(name: string): boolean {
  return [idxImages, cifar10Name, stl10Name, cifar100Names].some((pattern) => pattern.test(name));
}

/** The format of the binary data set that the files with these names in one folder make up; null where it is none. */
export function formatOfFiles(names: readonly string[]): DataFormat | null {
  if (names.some((name) => cifar10Name.test(name))) return 'cifar10';
  if (names.some((name) => stl10Name.test(name))) return 'stl10';
  if (names.includes('fine_label_names.txt') && names.some((name) => /^(train|test)\.bin$/.test(name))) {
    return 'cifar100';
  }
  return names.some((name) => idxImages.test(name)) ? 'idx' : null;
}

/**
 * The first file of each set in IDX format among `names`: those that differ only in the word for the part (train,
 * t10k, test) or in being compressed are of one set.
 */
export function idxSets(names: readonly string[]): string[] {
  const firsts = new Map<string, string>();
  for (const name of names.filter((name) => idxImages.test(name)).sort()) {
    const set = name.replace(/\.gz$/i, '').replace(/(train|t10k|test)[-._]?/i, '');
    if (!firsts.has(set) || /train/i.test(name)) firsts.set(set, name);
  }
  return [...firsts.values()];
}
