import { expect, it } from 'vitest';
import { describeLoss, describeLossSettings } from '../../../engine/config/describeLoss';
import { runConfigSchema, type RunConfigInput } from '../../../engine/config/runConfig';

it.each<[RunConfigInput['loss'], string, number | null]>([
  // Each view then is one of 2N − 1 that are as likely; the decoupled loss leaves the positive out.
  [{}, 'NT-Xent', Math.log(127)],
  [{ type: 'decoupled' }, 'decoupled NT-Xent', Math.log(126)],
  [{ type: 'margin', margin: 0.8 }, 'margin triplet', 0.8],
  [{ type: 'margin', semiHard: true }, 'margin triplet', null],
  [{ type: 'nt-logistic' }, 'NT-Logistic', null],
])('names the loss %o and says where it stands when nothing is told apart', (loss, name, chance) => {
  const found = describeLoss(runConfigSchema.parse({ loss, batchSize: 64 }));
  expect(found.name).toBe(name);
  if (chance === null) expect(found.chance).toBeNull();
  else expect(found.chance).toBeCloseTo(chance, 12);
});

it.each<[RunConfigInput['loss'], string]>([
  [{ temperature: 0.1 }, 'τ 0.1'],
  [{ type: 'decoupled' }, 'decoupled NT-Xent, τ 0.5'],
  [{ type: 'nt-logistic', semiHard: true }, 'NT-Logistic, τ 0.5, semi-hard negatives'],
  [{ type: 'margin', semiHard: true }, 'margin triplet 0.4, semi-hard negatives'],
])('says what is set of the loss %o', (loss, said) => {
  expect(describeLossSettings(runConfigSchema.parse({ loss }).loss)).toBe(said);
});
