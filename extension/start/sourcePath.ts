import { isAbsolute, relative, resolve, sep } from 'node:path';

/** `data.source` for a source at an absolute path: relative where it lies in `folder`, so that it can move with it. */
export function sourceWithin(source: string, folder: string | null): string {
  if (source === 'builtin' || folder === null) return source;
  const way = relative(folder, source);
  const outside = way === '' || way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
  return outside ? source : way.split(sep).join('/');
}

/** The absolute path that a `data.source` means which is relative to `baseFolder`; "builtin" and `~/…` as they are. */
export function absoluteSource(source: string, baseFolder: string): string {
  return source === 'builtin' || source.startsWith('~') ? source : resolve(baseFolder, source);
}
