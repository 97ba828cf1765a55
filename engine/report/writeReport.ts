import { basename, dirname, extname, join } from 'node:path';
import { UserError } from '../errors';
import { writeFileAtomic } from '../runs/atomicFile';
import { writeError } from '../runs/fileErrors';
import { removeFreshOnFailure } from '../runs/removeFreshOnFailure';
import { makeFolder } from '../runs/makeFolder';
import type { Run } from '../runs/readRun';
import { reportHtml } from './html';
import { makeReport } from './makeReport';
import { reportMarkdown } from './markdown';

/**
 * Writes the report of a run to `path`: one HTML page, or Markdown with its figures in a folder beside it, by the path's
 * ending.
 * @returns every path written, the report first.
 * @throws UserError when the ending is another, the disk is full or the folder is not writable; @throws the signal's
 *   reason when it aborts. Nothing is written then.
 */
export async function writeReport(run: Run, path: string, signal?: AbortSignal): Promise<string[]> {
  const ending = extname(path).toLowerCase();
  if (ending === '.html' || ending === '.htm') {
    const page = reportHtml(await makeReport(run, signal));
    makeFolderOf(path);
    writeFileAtomic(path, page);
    return [path];
  }
  if (ending !== '.md') {
    throw new UserError(`${path} has no ending that says what to write: use .html or .md`);
  }
  const folder = `${basename(path, extname(path))}-figures`;
  const { text, files } = reportMarkdown(await makeReport(run, signal), folder);
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
