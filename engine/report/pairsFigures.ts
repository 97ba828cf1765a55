import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import sharp from 'sharp';
import type { RunPaths } from '../runs/runPaths';
import { sampleFiles } from '../runs/sampleFiles';
import type { Figure } from './report';

/** Pixels across, at most: the width of a page on a fine screen, so that large views do not make a large file. */
const widest = 1280;

/** The pictures of positive pairs that a run has kept; one that cannot be read is left out. */
export async function pairsFigures(paths: RunPaths): Promise<Figure[]> {
  const figures = sampleFiles(paths).map(async (path): Promise<Figure[]> => {
    try {
      const picture = sharp(await readFile(path)).resize({ width: widest, withoutEnlargement: true });
      const { data, info } = await picture.png().toBuffer({ resolveWithObject: true });
      const image = { type: 'png', bytes: data, width: info.width } as const;
      return [{ name: basename(path, '.png'), alt: 'Positive pairs as the network sees them', image }];
    } catch {
      return [];
    }
  });
  return (await Promise.all(figures)).flat();
}
