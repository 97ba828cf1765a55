import { describe, expect, test } from 'vitest';
import { studentT95 } from '../../../engine/studies/studentT';
import { studyCells } from '../../../engine/studies/studyGrid';
import { parseStudy } from '../../../engine/studies/studyFile';
import type { StudyRule } from '../../../engine/studies/studySchema';
import type { CellValues } from '../../../engine/studies/studyValues';
import { judgeStudy } from '../../../engine/studies/verdict';
import { smallStudy, smallStudyInput } from './smallStudy';

const cells = studyCells(smallStudy, null);

/** Runs of every seed: accuracies of [none · 8, linear · 8, linear · 16]; null for a run that is not done. */
function runs(...seeds: readonly (readonly (number | null)[])[]): CellValues[] {
  return seeds.flatMap((accuracies, seed) =>
    cells.map((cell, index) => {
      const accuracy = accuracies[index] ?? null;
      return { cell, seed, values: accuracy === null ? {} : { accuracy } };
    }),
  );
}

const judged = (...seeds: readonly (readonly (number | null)[])[]) =>
  judgeStudy(smallStudy, cells, runs(...seeds));

describe('the verdict on a rule', () => {
  // The mean of both linear cells has to exceed the cell without a head by more than a point.
  test('is by Student’s t over the differences of each seed', () => {
    const { verdict, rules } = judged([50, 53, 55], [52, 56, 56], [49, 53, 53]);
    // Differences less the margin: 3, 3, 3. Without any spread they hold.
    expect(rules[0]?.difference).toEqual({ mean: 3, deviation: 0, count: 3 });
    expect(verdict).toBe('holds');
    // 2, 4, 3: s = 1, so 2.920 · 1 / √3 = 1.686.
    const spread = judged([50, 52, 54], [52, 56, 58], [49, 53, 53]);
    expect(spread.rules[0]?.difference?.mean).toBeCloseTo(3);
    expect(spread.rules[0]?.uncertainty).toBeCloseTo(1.6859, 3);
    expect(spread.verdict).toBe('holds');
  });

  test('waits for more seeds while the spread is as large as the difference', () => {
    // −1 and 5: mean 2, s = 4.243, uncertainty 6.314 · 4.243 / √2 = 18.9.
    const { verdict, rules } = judged([50, 50, 50], [50, 56, 56]);
    expect(rules[0]?.uncertainty).toBeCloseTo(18.942, 2);
    expect(verdict).toBe('notEnoughSeeds');
  });

  test('takes a single seed for not enough, whatever it shows', () => {
    expect(judged([10, 90, 90]).verdict).toBe('notEnoughSeeds');
  });

  test('is against the claim where the contrary is as clear', () => {
    expect(judged([50, 40, 41], [50, 41, 41], [50, 40, 42]).verdict).toBe('doesNotHold');
  });

  test('is against a difference that eight seeds do not show', () => {
    const seed = (difference: number) => [50, 51 + difference, 51 + difference];
    const seven = [1, -1, 2, -2, 1, -1, 0.5].map(seed);
    expect(judged(...seven).verdict).toBe('notEnoughSeeds');
    expect(judged(...seven, seed(-0.5)).verdict).toBe('doesNotHold');
  });

  test('leaves out seeds whose runs are not all done, and says so where there is none', () => {
    expect(judged([50, 53, null]).verdict).toBe('notRun');
    const { rules } = judged([50, 53, 55], [52, 55, null], [49, 53, 53]);
    expect(rules[0]?.difference?.count).toBe(2);
  });
});

describe('the verdict on a claim', () => {
  const rule = (than: number): StudyRule => ({
    text: 'It is above a number.',
    greater: { minus: [{ measure: 'accuracy', at: { size: ['8', '16'] }, take: 'largest' }, 1] },
    than,
    by: 0,
  });
  const of = (...rules: readonly StudyRule[]) => {
    const study = parseStudy({ ...smallStudyInput, rules }, 'small');
    return judgeStudy(study, cells, runs([50, 60, 61], [50, 62, 61])).verdict;
  };

  test('holds if all rules do, and does not if one does not', () => {
    // The largest less 1 are 60 and 61: 60.5 with an uncertainty of 3.16.
    expect(of(rule(50), rule(57))).toBe('holds');
    expect(of(rule(50), rule(65))).toBe('doesNotHold');
    expect(of(rule(59.9), rule(50))).toBe('notEnoughSeeds');
  });

  test('does not ask for what its size leaves out', () => {
    // Without the smaller size there is no run without a head, and nothing to set beside a linear one.
    const large = studyCells(smallStudy, smallStudy.sizes.paper ?? null);
    const beside = smallStudyInput.rules ?? [];
    const alone = { ...rule(50), greater: { measure: 'accuracy', at: { size: '16' } } };
    const study = parseStudy({ ...smallStudyInput, rules: [...beside, alone] }, 'small');
    const values = [0, 1].map((seed) => ({ cell: large[0] ?? {}, seed, values: { accuracy: 60 + seed } }));
    const { verdict, rules } = judgeStudy(study, large, values);
    expect(rules.map((result) => result.rule.text)).toEqual(['It is above a number.']);
    expect(verdict).toBe('holds');
    expect(judgeStudy(smallStudy, large, values).verdict).toBe('notRun');
  });
});

test('quantiles of Student’s t are those of tables', () => {
  // NIST/SEMATECH e-Handbook, 1.3.6.7.2: 40, 60 and 100 degrees of freedom.
  const table = [
    [1, 6.314],
    [2, 2.92],
    [9, 1.833],
    [30, 1.697],
    [40, 1.684],
    [60, 1.671],
    [100, 1.66],
  ] as const;
  for (const [freedom, quantile] of table)
    expect(Math.abs(studentT95(freedom) - quantile)).toBeLessThan(0.002);
});
