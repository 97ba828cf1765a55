import type { Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { DataConfig } from '../config/runConfig';
import { UserError } from '../errors';
import { openBuiltin } from './builtin/builtinSource';
import type { Dataset } from './dataset';
import type { ImageSource } from './imageSource';
import type { OpenHooks } from './progress';
import { cifarFiles, openCifar } from './readers/cifar';
import { errorCode, explainFileError } from './readers/fileErrors';
import { isIdxImages, openIdx } from './readers/idx';
import { openImageFolder } from './readers/imageFolder';
import { openStl10, stl10Files } from './readers/stl10';
import { imageKinds } from './readers/walkFolder';

type Format = Exclude<Dataset['format'], 'builtin'>;

/** Files that hold a whole data set in a form that must be unpacked first. */
const archiveName = /\.(zip|tar|tgz|tar\.\w+|rar|7z)$/i;

/** Files of other versions of the data sets, with what to do about each. */
const otherVersions: readonly [RegExp, string][] = [
  [
    /^(data_batch_\d|test_batch|batches\.meta)$/,
    'it is the Python version of CIFAR-10, fetch the binary one',
  ],
  [/\.mat$/i, 'it is the MATLAB version of a data set, fetch the binary one'],
  [archiveName, 'unpack the archive and name the folder'],
];

/** Opens what `data.source` names, in the format that it has or that `data.format` says. @throws UserError */
export async function openSource(
  config: DataConfig,
  baseFolder: string,
  hooks: OpenHooks,
): Promise<ImageSource> {
  if (config.source === 'builtin' || config.format === 'builtin') return openBuiltin(config.builtin);
  const home = config.source.replace(/^~(?=$|[\\/])/, () => homedir());
  const path = resolve(baseFolder, home);
  const isFile = !(await statSource(path, config.source)).isDirectory();
  const folder = isFile ? dirname(path) : path;
  const found = isFile ? { format: formatOfFile(path), folder } : await formatOfFolder(folder);
  const format = config.format === 'auto' ? found.format : config.format;
  // A data set one or two folders further down is found too, unless the format given is another.
  const place = format === found.format ? found.folder : folder;
  switch (format) {
    case 'cifar10':
    case 'cifar100':
      return openCifar(place, format);
    case 'stl10':
      return openStl10(place);
    case 'idx':
      return openIdx(isFile ? path : place, isFile);
    case 'folder':
    case null:
      if (isFile)
        throw new UserError(`${path} is a file that holds no data set: ${remedyFor([basename(path)])}.`);
      return openFolder(path, hooks);
  }
}

async function openFolder(path: string, hooks: OpenHooks): Promise<ImageSource> {
  const source = await openImageFolder(path, hooks);
  if (source.count > 0) return source;
  const [bad] = source.badFiles;
  if (bad) throw new UserError(`${path} holds no image that can be read: ${bad.path} ${bad.reason}.`);
  throw new UserError(`${path} holds no image (${imageKinds}): ${remedyFor(await readdir(path))}.`);
}

/** What the user can do about a source without images, judged by the names of files. */
function remedyFor(names: readonly string[]): string {
  const known = otherVersions.find(([pattern]) => names.some((name) => pattern.test(name)));
  return known?.[1] ?? 'data.source must name a folder of images, or of CIFAR, STL-10 or IDX files';
}

async function statSource(path: string, written: string): Promise<Stats> {
  try {
    return await stat(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'ENOTDIR') {
      throw new UserError(`${path} (data.source) ${explainFileError(error).reason}.`);
    }
    let parent = dirname(path);
    while (parent !== dirname(parent) && !(await exists(parent))) parent = dirname(parent);
    throw new UserError(
      `data.source "${written}" does not exist: ${path} was looked for, and ${parent} is the last part of it that exists.`,
    );
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function formatOfFile(path: string): Format | null {
  return formatOfNames([basename(path)]);
}

function formatOfNames(names: readonly string[]): Format | null {
  const has = (wanted: readonly string[]) => wanted.some((name) => names.includes(name));
  if (has(cifarFiles.cifar10)) return 'cifar10';
  if (has(cifarFiles.cifar100)) return 'cifar100';
  if (has(stl10Files)) return 'stl10';
  return names.some(isIdxImages) ? 'idx' : null;
}

/**
 * Looks for the files of a binary data set in a folder, and up to two levels below, where archives unpack to
 * (`cifar-10-batches-bin`, `MNIST/raw`), as long as there is but one way down.
 */
async function formatOfFolder(root: string): Promise<{ format: Format | null; folder: string }> {
  let folder = root;
  for (let level = 0; level <= 2; level++) {
    // A folder that cannot be opened is reported when it is searched for images.
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    const format = formatOfNames(entries.map(({ name }) => name));
    if (format) return { format, folder };
    const below = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
    if (below.length !== 1) break;
    folder = join(folder, below[0]?.name ?? '');
  }
  return { format: null, folder: root };
}
