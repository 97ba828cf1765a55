import { UnusableImage } from '../imageSource';

/** The system's code of an error of a file operation, such as ENOENT. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Turns the error of a file operation into words for the user, to follow the path. */
export function explainFileError(error: unknown): UnusableImage {
  const code = errorCode(error);
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return new UnusableImage('cannot be opened: permission denied', true);
    case 'ENOENT':
      return new UnusableImage('is a link to nothing, or has just been removed', true);
    case 'ELOOP':
      return new UnusableImage('is a link that leads back to itself');
    case 'EISDIR':
      return new UnusableImage('is a folder with the name of an image');
    default:
      return new UnusableImage(`cannot be read (${code || String(error)})`, true);
  }
}
