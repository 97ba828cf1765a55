import { basename } from 'node:path';
import { embeddingFolder, readEmbeddings } from '../../engine/runs/embeddings';
import { npyBytes } from '../../engine/runs/npy';
import { runPaths } from '../../engine/runs/runPaths';
import { saveChart, type FileToSave } from '../runPanel/saveChart';
import { selectRows } from './chosenRows';
import type { FromEmbeddingPanel } from './messages';

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * The file that a panel wants to be saved.
 * @throws UserError when the embeddings are gone, Error when a picture is none.
 */
export async function exportedFile(
  folder: string,
  request: Extract<FromEmbeddingPanel, { type: 'export' | 'exportMatrix' }>,
): Promise<FileToSave> {
  const { step } = request;
  const named = (what: string, format: FileToSave['format']) => ({
    name: `${basename(folder)}-step-${step}-${what}.${format}`,
    format,
  });
  if (request.type === 'exportMatrix') {
    const { space, ids } = request;
    const saved = await readEmbeddings(embeddingFolder(runPaths(folder).embeddings, step));
    const wanted = new Set(ids);
    const rows = saved.images.ids.flatMap((id, row) => (wanted.size === 0 || wanted.has(id) ? [row] : []));
    const { data, rows: count, columns } = selectRows(saved[space], rows);
    return { ...named(space, 'npy'), contents: [npyBytes(data, count, columns)] };
  }
  if (request.format === 'csv') return { ...named('embeddings', 'csv'), contents: [request.data] };
  const bytes = Buffer.from(request.data, 'base64');
  if (!bytes.subarray(0, 8).equals(pngSignature))
    throw new Error('The picture is damaged and was not saved.');
  return { ...named('embeddings', 'png'), contents: [bytes] };
}

/** Asks where to, and saves it there. */
export async function exportFile(...request: Parameters<typeof exportedFile>): Promise<void> {
  await saveChart(await exportedFile(...request));
}
