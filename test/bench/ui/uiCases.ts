import { activationCase } from './activationCase';
import { embeddingsCases } from './embeddingsCase';
import { firstStepCase } from './firstStepCase';
import { framesCase } from './framesCase';
import { longRunCase } from './longRunCase';
import { studioCase } from './studioCase';
import type { UiCase } from './uiCase';

/** What is measured in VS Code. */
export const uiCases: readonly UiCase[] = [
  ...[activationCase, firstStepCase, longRunCase, framesCase, studioCase],
  ...embeddingsCases,
];
