import { projectionHead } from './paper/projectionHead';
import { parseStudy } from './studyFile';
import type { Study, StudyInput } from './studySchema';

const inputs: readonly StudyInput[] = [projectionHead];

let parsed: readonly Study[] | undefined;

/** The studies that the program brings along, in the order of the paper. */
export function builtInStudies(): readonly Study[] {
  return (parsed ??= inputs.map((study) => parseStudy(study, `the study "${study.name}"`)));
}
