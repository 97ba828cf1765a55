import type { DeviceConfig } from '../config/runConfig';
import type { BadFile } from '../data/dataset';
import { UserError } from '../errors';
import type { EvaluationHooks } from '../evaluate/evaluationHooks';
import type { FoundCheckpoint } from '../runs/findCheckpoint';
import { GrowingFile } from '../runs/growingFile';
import { NpyWriter } from '../runs/npyWriter';
import { classOf, openAnySource } from './anySource';
import { csvLine } from '../runs/csvLine';
import { embedSource } from './embedSource';
import { openTrained } from './trainedNetwork';

/** What is to be embedded, and where to. */
export interface EmbedOptions extends FoundCheckpoint, EvaluationHooks {
  /** Absolute path of a folder or file with images, or "builtin". */
  readonly images: string;
  /** Absolute path that ends in ".npy". */
  readonly output: string;
  /** The representation before the head, or the projection after it. */
  readonly space: 'h' | 'z';
  readonly device: DeviceConfig;
  readonly batchSize?: number;
}

/** What was written. */
export interface EmbeddedFiles {
  readonly npy: string;
  readonly csv: string;
  readonly rows: number;
  readonly columns: number;
  /** Files that have no row. */
  readonly unreadable: readonly BadFile[];
  readonly warnings: readonly string[];
}

/** The table that says what the rows of `output` are: the same name with the ending ".csv". */
export function tableBeside(output: string): string {
  return output.replace(/\.npy$/i, '.csv');
}

/**
 * Embeds every image of a source with a checkpoint into a matrix in NumPy's format (float32, a row an image), and
 * writes beside it a table of what the rows are: row, name, class. Both are written as they are computed, and take
 * their names when they are whole.
 * @throws UserError when the checkpoint or the images cannot be used, or the files cannot be written; the signal's
 * reason when it aborts. Nothing is left behind then.
 */
export async function embedToFiles(options: EmbedOptions): Promise<EmbeddedFiles> {
  const { images, output, space, device, batchSize, signal, onProgress } = options;
  const trained = await openTrained(options, device, options);
  const unreadable: BadFile[] = [];
  let npy: NpyWriter | null = null;
  let table: GrowingFile | null = null;
  try {
    const { source, listing } = await openAnySource(images, trained.config, { signal, onProgress });
    unreadable.push(...source.badFiles);
    const { encoder, head } = trained.frozen;
    const columns = (space === 'h' ? encoder : head).outputSize;
    npy = await NpyWriter.create(output, source.count, columns);
    table = await GrowingFile.create(tableBeside(output));
    await table.append(csvLine(['row', 'name', 'class']));
    const chunks = embedSource(trained, source, {
      ...{ signal, onProgress, ...(batchSize !== undefined && { batchSize }) },
      onUnusable: (position, { reason }) => unreadable.push({ path: source.pathOf(position), reason }),
    });
    let rows = 0;
    for await (const { positions, ...embedded } of chunks) {
      await npy.write(embedded[space].data);
      const lines = positions.map((position) =>
        csvLine([rows++, listing.ids[position] ?? '', classOf(listing, position) ?? '']),
      );
      await table.append(lines.join(''));
    }
    const [bad] = unreadable;
    if (rows === 0) {
      throw new UserError(
        `${source.path} holds no image that can be read: ${bad ? `${bad.path} ${bad.reason}` : 'name another folder'}`,
      );
    }
    await table.finish();
    await npy.finish();
    return {
      ...{ npy: output, csv: tableBeside(output), rows, columns },
      ...{ unreadable, warnings: source.warnings },
    };
  } finally {
    await npy?.abandon();
    await table?.abandon();
    trained.frozen.dispose();
  }
}
