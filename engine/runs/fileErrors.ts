import { UserError } from '../errors';

/** Whether `error` is an error of the operating system with one of these codes. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

const remedies: Readonly<Record<string, string>> = {
  ENOENT: 'the folder does not exist, or was removed; choose another folder',
  ENOSPC: 'the disk is full; free some space',
  EDQUOT: 'your disk quota is used up; free some space',
  EACCES: 'permission denied; choose a folder that you may write to',
  EPERM: 'not permitted; choose a folder that you may write to',
  EROFS: 'the file system is read-only; choose another folder',
  EISDIR: 'a folder of that name is in the way; choose another name',
  EEXIST: 'a file of that name is in the way; choose another folder',
  ENOTDIR: 'a part of the path is a file, not a folder; choose another folder',
  ENAMETOOLONG: 'the path is too long; choose a shorter one',
  EMFILE: 'too many files are open; raise the limit (ulimit -n)',
  EIO: 'the disk reported an error; check it, or choose another folder',
};

/**
 * Turns an operating system's error on writing into a `UserError` that names the path and the remedy; any other
 * error comes back as it is. Use as `throw writeError(path, error)`.
 */
export function writeError(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const remedy = remedies[String(error.code)];
  return remedy === undefined
    ? error
    : new UserError(`${path} cannot be written: ${remedy}`, { cause: error });
}
