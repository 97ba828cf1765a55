import { part } from '../imageSource';
import { byCodeUnit } from './walkFolder';

const trainNames = ['train', 'training'];
/** In order of preference. */
const testNames = ['test', 'testing', 'val', 'valid', 'validation'];

/** What the paths of an image folder say about its images. */
export interface FolderLayout {
  /** Indices of the images that are used, ascending. */
  readonly used: Int32Array;
  readonly classes: readonly string[] | null;
  /** Of the used images; −1 for those outside the class folders. */
  readonly labels: Int32Array | null;
  /** Of the used images. */
  readonly parts: Uint8Array | null;
  readonly warnings: readonly string[];
}

/** The folder that directly follows `prefix` in a path, or null where the file lies in the prefix itself. */
function folderAfter(prefix: string, path: string): string | null {
  const slash = path.indexOf('/', prefix.length);
  return slash < 0 ? null : path.slice(prefix.length, slash);
}

/** Folders that directly follow `prefix` and hold images. */
function foldersWithImages(prefix: string, paths: readonly string[]): Set<string> {
  const names = new Set<string>();
  for (const path of paths) {
    const name = path.startsWith(prefix) ? folderAfter(prefix, path) : null;
    if (name !== null) names.add(name);
  }
  return names;
}

/** How many, with the right form of a noun: "1 image", "2 images". */
function images(count: number): string {
  return count === 1 ? '1 image' : `${String(count)} images`;
}

/**
 * Reads classes and splits from the paths of an image folder. With a folder `train`, it and the first of `test`,
 * `val`, `valid` and `validation` that fits are the given split; otherwise there is none. Within a part, the first
 * folder of a path is the class, however deep the image lies in it. Fewer than two classes make no labels.
 * @param paths relative, with forward slashes.
 * @param folders all folders, relative, those without images too.
 */
export function readLayout(paths: readonly string[], folders: readonly string[]): FolderLayout {
  const top = [...foldersWithImages('', paths)];
  const train = top.find((name) => trainNames.includes(name.toLowerCase()));
  return train === undefined ? oneFolder(paths, folders) : givenSplit(paths, folders, top, train);
}

function oneFolder(paths: readonly string[], folders: readonly string[]): FolderLayout {
  const classes = foldersWithImages('', paths);
  const { names, labels, warnings } = label(
    paths.map((path) => folderAfter('', path)),
    classes,
  );
  return {
    used: Int32Array.from(paths, (_, i) => i),
    classes: names,
    labels,
    parts: null,
    warnings: [...warnings, ...(names ? emptyFolders(folders, '', classes) : [])],
  };
}

function givenSplit(
  paths: readonly string[],
  folders: readonly string[],
  top: readonly string[],
  train: string,
): FolderLayout {
  const trainPrefix = `${train}/`;
  const trainClasses = foldersWithImages(trainPrefix, paths);
  const fits = (name: string) =>
    trainClasses.size < 2 || [...foldersWithImages(`${name}/`, paths)].some((c) => trainClasses.has(c));
  const test = testNames
    .flatMap((wanted) => top.filter((name) => name.toLowerCase() === wanted))
    .find((name) => fits(name));
  const testPrefix = test === undefined ? null : `${test}/`;
  const partOf = (path: string) => {
    if (path.startsWith(trainPrefix)) return part.train;
    return testPrefix !== null && path.startsWith(testPrefix) ? part.test : part.none;
  };

  const parts = Uint8Array.from(paths, partOf);
  const used = Int32Array.from(paths.keys()).filter((i) => parts[i] !== part.none);
  const classes = new Set([
    ...trainClasses,
    ...(testPrefix !== null && trainClasses.size > 1 ? foldersWithImages(testPrefix, paths) : []),
  ]);
  const folderOfUsed = Array.from(used, (i) => {
    const path = paths[i] ?? '';
    return folderAfter(parts[i] === part.train ? trainPrefix : (testPrefix ?? ''), path);
  });
  const { names, labels, warnings } = label(folderOfUsed, classes);
  const leftOut = top.filter((name) => name !== train && name !== test);
  return {
    used,
    classes: names,
    labels,
    parts: testPrefix === null ? null : parts.filter((p) => p !== part.none),
    warnings: [
      ...warnings,
      ...leftOut.map((name) => `The folder ${name} is left out: only ${usedFolders(train, test)} used.`),
      ...outsideWarning(paths, train),
      ...(names ? emptyFolders(folders, trainPrefix, trainClasses) : []),
    ],
  };
}

function usedFolders(train: string, test: string | undefined): string {
  return test === undefined ? `${train} is` : `${train} and ${test} are`;
}

function outsideWarning(paths: readonly string[], train: string): string[] {
  const count = paths.filter((path) => !path.includes('/')).length;
  return count === 0 ? [] : [`${images(count)} beside the folder ${train} left out.`];
}

/** Numbers the classes by name and labels each image by its folder. */
function label(
  folders: readonly (string | null)[],
  classes: ReadonlySet<string>,
): { names: string[] | null; labels: Int32Array | null; warnings: string[] } {
  if (classes.size < 2) return { names: null, labels: null, warnings: [] };
  const names = [...classes].sort(byCodeUnit);
  const numbers = new Map(names.map((name, i) => [name, i]));
  const labels = Int32Array.from(folders, (folder) => (folder === null ? -1 : (numbers.get(folder) ?? -1)));
  const outside = labels.filter((number) => number < 0).length;
  const warnings =
    outside > 0 ? [`${images(outside)} outside the class folders: trained on without a label.`] : [];
  return { names, labels, warnings };
}

/** Says which folders directly below `prefix` hold no image, where each folder is a class. */
function emptyFolders(folders: readonly string[], prefix: string, classes: ReadonlySet<string>): string[] {
  return folders
    .filter((folder) => folder.startsWith(prefix) && folder.length > prefix.length)
    .map((folder) => folder.slice(prefix.length))
    .filter((name) => !name.includes('/') && !classes.has(name))
    .map((name) => `The folder ${prefix}${name} holds no image: it is no class.`);
}
