import { relative } from 'node:path';

/** How the user would type a command of ours: through npm where npm started us, else by name. */
export function commandHint(command: string): string {
  return process.env['npm_lifecycle_event'] === undefined
    ? `simclr ${command}`
    : `npm run simclr -- ${command}`;
}

/** A path as short as it can be given from the working folder. */
export function shortPath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere === '' || fromHere.startsWith('..') || fromHere.length > path.length ? path : fromHere;
}
