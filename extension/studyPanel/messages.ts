import * as z from 'zod';
import { studySizes, type StudySize } from '../../engine/studies/studySchema';
import type { FigureData } from '../../engine/studies/studyFigure';
import type { Spread } from '../../engine/studies/statistics';
import type { TaskState } from '../../engine/studies/taskState';
import type { Verdict } from '../../engine/studies/verdict';
import type { CostEstimate } from '../studies/costEstimator';
import type { StudyProgress } from '../studies/studyProgress';

export type { FigureData, FigurePlace, FigurePoint } from '../../engine/studies/studyFigure';
export type { Spread } from '../../engine/studies/statistics';
export type { StudySize } from '../../engine/studies/studySchema';
export type { TaskState } from '../../engine/studies/taskState';
export type { Verdict } from '../../engine/studies/verdict';
export type { StudyProgress } from '../studies/studyProgress';

/** A rule of the verdict, in words and numbers. */
export interface RuleView {
  readonly text: string;
  readonly verdict: Verdict;
  /** The verdict as people read it. */
  readonly word: string;
  /** "3.40 ± 1.20"; empty where nothing is known. */
  readonly difference: string;
  /** Seeds that have all runs the rule takes. */
  readonly seeds: number;
  /** By how much it has to be greater. */
  readonly margin: number;
}

/** One of a cell's runs. */
export interface CellRun {
  /** Which of them, from 0. */
  readonly seed: number;
  readonly state: TaskState;
  /** Share of its steps taken, 0 to 1. */
  readonly share: number;
  /** Absolute path of the run's folder; null while there is none. */
  readonly folder: string | null;
  /** Why it failed. */
  readonly reason: string | null;
  /** The first figure's measure; null where it is not known. */
  readonly value: number | null;
}

/** What is most worth knowing of a cell's runs. `partly`: some are done, and the others are missing. */
export type CellState = TaskState | 'partly';

/** A combination of levels, with its runs. */
export interface CellView {
  /** Its level of each axis. */
  readonly at: Readonly<Record<string, string>>;
  /** Tells it from the study's other cells, whatever levels are labelled. */
  readonly name: string;
  /** For people. */
  readonly label: string;
  readonly state: CellState;
  /** Mean and deviation of the first figure's measure over the seeds that are done. */
  readonly value: Spread | null;
  readonly runs: readonly CellRun[];
}

/** An axis with those of its levels that the size has; labels are for people. */
export interface AxisView {
  readonly name: string;
  readonly label: string;
  readonly levels: readonly { readonly name: string; readonly label: string }[];
}

/** What is known before the first run of what a study will take on this machine, by measured steps. */
export type CostOutlook =
  | { readonly state: 'measuring' }
  | ({ readonly state: 'known' } & CostEstimate)
  | { readonly state: 'failed'; readonly message: string };

/** A study at a size, as the panel shows it. Replaces the one before as a whole. */
export interface StudyView {
  readonly name: string;
  readonly title: string;
  readonly claim: string;
  /** Where the claim is made; empty where that is not said. */
  readonly source: string;
  readonly size: StudySize;
  /** What the size is run on. */
  readonly about: string;
  readonly otherSizes: readonly StudySize[];
  /** new: never started; idle: nobody runs it. */
  readonly phase: 'new' | 'running' | 'idle';
  /** The process that runs it, where that is on another machine. */
  readonly elsewhere: string | null;
  /** Whether programs may be started here. */
  readonly trusted: boolean;
  /** Whether the study has changed since it was started. */
  readonly changed: boolean;
  readonly hasFile: boolean;
  /** Images of the runs: "built-in images", or a path. */
  readonly images: string;
  /** Runs of each cell. */
  readonly seeds: number;
  readonly verdict: Verdict;
  readonly verdictWord: string;
  readonly rules: readonly RuleView[];
  /** How rules are decided, in words. */
  readonly decision: string;
  readonly progress: StudyProgress;
  /** Seconds of work so far, and to come; null while nothing is known to judge by. */
  readonly spent: number;
  readonly left: number | null;
  /** In place of `left`, where nothing is known by runs; null where it is not asked. */
  readonly outlook: CostOutlook | null;
  readonly axes: readonly AxisView[];
  readonly cells: readonly CellView[];
  /** What the values of cells are. */
  readonly measure: { readonly label: string; readonly unit: 'percent' | 'number' };
  readonly figures: readonly FigureData[];
  /** What the paper's numbers are of; null where there are none. */
  readonly paper: string | null;
}

/** Extension → webview. */
export type ToStudyPanel =
  | { readonly type: 'study'; readonly view: StudyView }
  /** There is no such study any more, or it cannot be told how it stands; the sentence says so. */
  | { readonly type: 'gone'; readonly message: string };

const action = z.enum(['run', 'resume', 'stop', 'report', 'file', 'log']);
export type StudyAction = z.infer<typeof action>;

/** Webview → extension; checked before anything is done with it. */
export const fromStudyPanelSchema = z.lazy(() =>
  z.discriminatedUnion('type', [
    /** The webview's script has run: everything may be sent now. */
    z.strictObject({ type: z.literal('ready') }),
    z.strictObject({ type: z.literal('action'), action }),
    /** Open the panel of another size. */
    z.strictObject({ type: z.literal('size'), size: z.enum(studySizes) }),
    z.strictObject({ type: z.literal('openRun'), folder: z.string().min(1).max(4096) }),
    /** Save a figure, by its place among the study's. */
    z.strictObject({
      type: z.literal('export'),
      figure: z.int().min(0).max(1000),
      format: z.enum(['svg', 'png', 'csv']),
    }),
  ]),
);
export type FromStudyPanel = z.infer<typeof fromStudyPanelSchema>;
