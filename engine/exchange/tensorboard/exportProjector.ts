import { join } from 'node:path';
import type { OpenHooks } from '../../data/progress';
import { UserError } from '../../errors';
import { writeFileAtomic } from '../../runs/atomicFile';
import { writeStreamAtomic } from '../../runs/atomicStream';
import type { EmbeddingImages } from '../../runs/embeddingImages';
import { listEmbeddings, readEmbeddings } from '../../runs/embeddings';
import type { NpyMatrix } from '../../runs/npy';
import type { Run } from '../../runs/readRun';
import { projectorSprite, type Sprite } from './projectorSprite';

/** What was written for the projector. */
interface ProjectorExport {
  /** Step of the embeddings; null where there are none. */
  readonly step: number | null;
  readonly warnings: readonly string[];
}

const spriteName = 'sprite.png';
const metadataName = 'metadata.tsv';

/**
 * Writes the last embeddings of a run for TensorBoard's projector into `folder`: h.tsv and z.tsv, metadata.tsv with name,
 * class and factors of each image, the images as a sprite, and projector_config.pbtxt, which names them and comes last.
 * Where the run's images are gone there is no sprite, and a warning says so.
 */
export async function exportProjector(run: Run, folder: string, hooks: OpenHooks): Promise<ProjectorExport> {
  const last = listEmbeddings(run.paths.embeddings).at(-1);
  if (last === undefined) {
    const warning = `${run.id} has no embeddings yet, so there is nothing for the projector: they are kept with its checkpoints`;
    return { step: null, warnings: [warning] };
  }
  const { h, z, images } = await readEmbeddings(last.path);
  const warnings: string[] = [];
  let sprite: Sprite | null = null;
  try {
    sprite = await projectorSprite(run, images.ids, hooks);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    warnings.push(`the projector shows points without images: ${error.message}`);
  }
  await writeStreamAtomic(join(folder, 'h.tsv'), tensorLines(h));
  await writeStreamAtomic(join(folder, 'z.tsv'), tensorLines(z));
  await writeStreamAtomic(join(folder, metadataName), metadataLines(images));
  if (sprite !== null) writeFileAtomic(join(folder, spriteName), sprite.png);
  writeFileAtomic(join(folder, 'projector_config.pbtxt'), projectorConfig(sprite));
  return { step: last.step, warnings };
}

/** A row of numbers an image; each reads back as the same float of 32 bits. */
function* tensorLines({ data, rows, columns }: NpyMatrix): Generator<string> {
  for (let row = 0; row < rows; row++) {
    const numbers = data.subarray(row * columns, (row + 1) * columns);
    yield `${Array.from(numbers, (value) => String(Number(value.toPrecision(9)))).join('\t')}\n`;
  }
}

/** Several columns have titles; a single one must not. */
function* metadataLines({ ids, labels, classes, factors }: EmbeddingImages): Generator<string> {
  const columns: { title: string; cell: (row: number) => string }[] = [
    { title: 'image', cell: (row) => ids[row] ?? '' },
  ];
  if (labels !== null) columns.push({ title: 'class', cell: (row) => classes?.[labels[row] ?? -1] ?? '–' });
  for (const { name, categories, values } of factors) {
    const cell = (row: number) => categories?.[values[row] ?? -1] ?? String(values[row]);
    columns.push({ title: name, cell });
  }
  if (columns.length > 1) yield `${columns.map(({ title }) => tsvCell(title)).join('\t')}\n`;
  for (let row = 0; row < ids.length; row++) {
    yield `${columns.map(({ cell }) => tsvCell(cell(row))).join('\t')}\n`;
  }
}

/** The format has no quotes: what would end a cell or a row becomes a space. */
function tsvCell(text: string): string {
  return text.replace(/[\t\r\n]+/g, ' ');
}

/** Source: tensorboard/plugins/projector/projector_config.proto. */
function projectorConfig(sprite: Sprite | null): string {
  const size = sprite === null ? '' : `\n    single_image_dim: ${sprite.side}`.repeat(2);
  const images = sprite === null ? '' : `\n  sprite {\n    image_path: "${spriteName}"${size}\n  }`;
  return ['h', 'z']
    .map(
      (name) =>
        `embeddings {\n  tensor_name: "${name}"\n  tensor_path: "${name}.tsv"\n  metadata_path: "${metadataName}"${images}\n}\n`,
    )
    .join('');
}
