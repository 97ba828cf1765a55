import { batchAndEpochs } from './paper/batchAndEpochs';
import { colorShortcut } from './paper/colorShortcut';
import { colorStrength } from './paper/colorStrength';
import { composition } from './paper/composition';
import { decoupled } from './paper/decoupled';
import { encoderSize } from './paper/encoderSize';
import { gradientCaching } from './paper/gradientCaching';
import { linearEvaluation } from './paper/linearEvaluation';
import { lossesStudy } from './paper/losses';
import { projectionHead } from './paper/projectionHead';
import { semiSupervised } from './paper/semiSupervised';
import { singleTransformations } from './paper/singleTransformations';
import { supervisedComparison } from './paper/supervisedComparison';
import { temperature } from './paper/temperature';
import { transfer } from './paper/transfer';
import { whatHAndZKnow } from './paper/whatHAndZKnow';
import { parseStudy } from './studyFile';
import type { Study, StudyInput } from './studySchema';

const inputs: readonly StudyInput[] = [
  ...[composition, singleTransformations, colorShortcut, colorStrength],
  ...[encoderSize, projectionHead, whatHAndZKnow],
  ...[lossesStudy, temperature, batchAndEpochs],
  ...[linearEvaluation, semiSupervised, transfer, supervisedComparison],
  ...[decoupled, gradientCaching],
];

let parsed: readonly Study[] | undefined;

/** The studies that the program brings along, in the order of the paper, and after them those beyond it. */
export function builtInStudies(): readonly Study[] {
  return (parsed ??= inputs.map((study) => parseStudy(study, `the study "${study.name}"`)));
}
