import { resolve } from 'node:path';
import { nearestName } from '../config/nearestName';
import { UserError } from '../errors';
import { builtInStudies } from './builtInStudies';
import { readStudyFile } from './studyFile';
import type { Study } from './studySchema';

/**
 * The study that a person means.
 * @param what the name of one that the program brings along, or the path of a `*.study.json`.
 * @throws UserError where there is none, or it is wrong, or has the name of another, whose plan and runs it would take over.
 */
export function findStudy(what: string): Study {
  const studies = builtInStudies();
  const found = studies.find(({ name }) => name === what);
  if (found !== undefined) return found;
  if (/\.json$|[\\/]/.test(what)) return ownStudy(what, studies);
  const names = studies.map(({ name }) => name);
  const nearest = nearestName(what, names);
  const hint = nearest === null ? '' : `did you mean "${nearest}"? `;
  throw new UserError(
    `there is no study "${what}": ${hint}There are ${names.join(', ')}, and your own by the path of a *.study.json`,
  );
}

function ownStudy(path: string, builtIn: readonly Study[]): Study {
  const study = readStudyFile(resolve(path), path);
  if (!builtIn.some(({ name }) => name === study.name)) return study;
  throw new UserError(`${path}: the name "${study.name}" is that of a built-in study: choose another one`);
}
