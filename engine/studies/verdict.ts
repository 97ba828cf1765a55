import { spreadOf, type Spread } from './statistics';
import { studentT95 } from './studentT';
import type { Cell } from './studyGrid';
import type { Study, StudyRule } from './studySchema';
import { hasCells, termValue, type CellValues } from './studyValues';

/** From so many seeds on, a difference that may as well be none counts as none. */
const enoughSeeds = 8;

/** What a study says of a claim, or of a part of it. "notRun": no seed has all the runs that it takes. */
export type Verdict = 'holds' | 'doesNotHold' | 'notEnoughSeeds' | 'notRun';

/** What became of a rule. */
export interface RuleResult {
  readonly rule: StudyRule;
  readonly verdict: Verdict;
  /** Of what was greater by how much, less the margin, over the seeds that have all the runs it takes; null without one. */
  readonly difference: Spread | null;
  /** Half the width of the interval that decides: the mean less or plus this. null below two seeds. */
  readonly uncertainty: number | null;
}

/** What became of a study's claim. */
export interface StudyVerdict {
  readonly verdict: Verdict;
  readonly rules: readonly RuleResult[];
}

/**
 * Decides whether a claim holds. A rule compares two values among the runs of each seed, which share their images, their
 * first weights and the order of their batches wherever the configurations allow it. Over n seeds, whose differences less the
 * margin have the mean d and the standard deviation s, let u = t · s / √n with Student's t at 95 %, one-sided, for n − 1
 * degrees of freedom. The rule holds where d − u > 0; it does not where d + u < 0, or where with 8 seeds or more d − u is
 * still not above 0; else, and with a single seed, there are not enough seeds. The claim holds if all of its rules do, and
 * does not if one does not; rules about levels that the size leaves out are not asked.
 */
export function judgeStudy(
  { rules }: Pick<Study, 'rules'>,
  cells: readonly Cell[],
  runs: readonly CellValues[],
): StudyVerdict {
  const asked = rules.filter(({ greater, than }) => hasCells(greater, cells) && hasCells(than, cells));
  const results = asked.map((rule) => judgeRule(rule, cells, runs));
  const order: readonly Verdict[] = ['doesNotHold', 'notRun', 'notEnoughSeeds', 'holds'];
  return {
    verdict: order.find((verdict) => results.some((result) => result.verdict === verdict)) ?? 'notRun',
    rules: results,
  };
}

function judgeRule(rule: StudyRule, cells: readonly Cell[], runs: readonly CellValues[]): RuleResult {
  const seeds = [...new Set(runs.map(({ seed }) => seed))];
  const differences = seeds.flatMap((seed) => {
    const ofSeed = runs.filter((run) => run.seed === seed);
    const greater = termValue(rule.greater, ofSeed, cells);
    const than = termValue(rule.than, ofSeed, cells);
    return greater === null || than === null ? [] : [greater - than - rule.by];
  });
  const difference = spreadOf(differences);
  if (difference === null) return { rule, verdict: 'notRun', difference, uncertainty: null };
  const { mean, deviation, count } = difference;
  if (deviation === null) return { rule, verdict: 'notEnoughSeeds', difference, uncertainty: null };
  const uncertainty = (studentT95(count - 1) * deviation) / Math.sqrt(count);
  return { rule, verdict: decide(mean, uncertainty, count), difference, uncertainty };
}

function decide(mean: number, uncertainty: number, seeds: number): Verdict {
  if (mean - uncertainty > 0) return 'holds';
  return mean + uncertainty < 0 || seeds >= enoughSeeds ? 'doesNotHold' : 'notEnoughSeeds';
}
