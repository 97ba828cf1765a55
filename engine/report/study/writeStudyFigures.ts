import { dirname, extname } from 'node:path';
import { UserError } from '../../errors';
import { writeFileAtomic } from '../../runs/atomicFile';
import { writeError } from '../../runs/fileErrors';
import { makeFolder } from '../../runs/makeFolder';
import type { StudyState } from '../../studies/studyState';
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
  try {
    makeFolder(dirname(path));
  } catch (error) {
    throw writeError(path, error);
  }
  const paths: string[] = [];
  for (const [index, { image }] of figures.entries()) {
    if (image.type !== 'svg') continue;
    const to = index === 0 ? path : `${path.slice(0, -ending.length)}-${index + 1}${ending}`;
    const isPng = ending.toLowerCase() === '.png';
    writeFileAtomic(to, isPng ? await figurePng(image.markup) : standaloneSvg(image.markup));
    paths.push(to);
  }
  return paths;
}
