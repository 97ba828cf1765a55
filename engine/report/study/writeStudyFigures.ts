import { dirname, extname } from 'node:path';
import { UserError } from '../../errors';
import { writeFileAtomic } from '../../runs/atomicFile';
import { writeError } from '../../runs/fileErrors';
import { makeFolder } from '../../runs/makeFolder';
import type { StudyState } from '../../studies/studyState';
import type { Figure } from '../report';
import { figurePng, standaloneSvg } from '../standaloneFigure';
import { studyFigures } from './makeStudyReport';

/**
 * Writes the figures of a study as SVG or PNG, by the path's ending: the first to `path`, further ones beside it with a number.
 * @returns every path written.
 * @throws UserError where it has no figure that is drawn, the disk is full or the folder is not writable.
 */
export async function writeStudyFigures(state: StudyState, path: string): Promise<string[]> {
  const figures = studyFigures(state);
  if (figures.length === 0) {
    throw new UserError(
      `the study "${state.plan.study.name}" has tables only: write a report with .html or .md`,
    );
  }
  const ending = extname(path);
  const paths = figures.map((_, index) =>
    index === 0 ? path : `${path.slice(0, -ending.length)}-${index + 1}${ending}`,
  );
  for (const [index, figure] of figures.entries()) await writeFigure(figure, paths[index] ?? path);
  return paths;
}

/**
 * Writes one figure of a study as SVG or PNG, by the path's ending.
 * @param place of the figure among all of the study's.
 * @throws UserError where it is a table or there is none, the disk is full or the folder is not writable.
 */
export async function writeStudyFigure(state: StudyState, place: number, path: string): Promise<void> {
  const before = state.figures.slice(0, place).filter(({ type }) => type !== 'table').length;
  const figure = state.figures[place]?.type === 'table' ? undefined : studyFigures(state)[before];
  if (figure === undefined) {
    throw new UserError(`the study "${state.plan.study.name}" has no figure ${place + 1} that can be drawn`);
  }
  await writeFigure(figure, path);
}

async function writeFigure({ image }: Figure, path: string): Promise<void> {
  if (image.type !== 'svg') return;
  try {
    makeFolder(dirname(path));
  } catch (error) {
    throw writeError(path, error);
  }
  const isPng = extname(path).toLowerCase() === '.png';
  writeFileAtomic(path, isPng ? await figurePng(image.markup) : standaloneSvg(image.markup));
}
