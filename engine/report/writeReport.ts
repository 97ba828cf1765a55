import { basename, dirname, extname, join } from 'node:path';
import { UserError } from '../errors';
import { writeFileAtomic } from '../runs/atomicFile';
import { writeError } from '../runs/fileErrors';
import { removeFreshOnFailure } from '../runs/removeFreshOnFailure';
import { makeFolder } from '../runs/makeFolder';
import { reportHtml } from './html';
import { reportMarkdown } from './markdown';
import type { Report } from './report';

/**
 * Writes a report to `path`: one HTML page, or Markdown with its figures in a folder beside it, by the path's ending.
 * @param make the report, once it is known that the path will do.
 * @returns every path written, the report first.
 * @throws UserError when the ending is another, the disk is full or the folder is not writable; nothing is written then,
 *   nor where `make` throws.
 */
export async function writeReport(make: () => Promise<Report>, path: string): Promise<string[]> {
  const ending = extname(path).toLowerCase();
  if (ending === '.html' || ending === '.htm') {
    const page = reportHtml(await make());
    makeFolderOf(path);
    writeFileAtomic(path, page);
    return [path];
  }
  if (ending !== '.md') {
    throw new UserError(`${path} has no ending that says what to write: use .html or .md`);
  }
  const folder = `${basename(path, extname(path))}-figures`;
  const { text, files } = reportMarkdown(await make(), folder);
  const beside = join(dirname(path), folder);
  await removeFreshOnFailure(beside, () => {
    for (const [name, contents] of files) {
      makeFolderOf(join(beside, name));
      writeFileAtomic(join(beside, name), contents);
    }
    makeFolderOf(path);
    // Last, so that it never names what is not there.
    writeFileAtomic(path, text);
  });
  return [path, ...[...files.keys()].map((name) => join(beside, name))];
}

function makeFolderOf(path: string): void {
  try {
    makeFolder(dirname(path));
  } catch (error) {
    throw writeError(path, error);
  }
}
