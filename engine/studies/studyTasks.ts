import { resolve } from 'node:path';
import { checkConfig } from '../config/checkConfig';
import { configFileSchema } from '../config/configFile';
import { configProblems } from '../config/configProblems';
import { mergeConfig, type ConfigLayer } from '../config/mergeConfig';
import { presets, type PresetName } from '../config/presets';
import { runConfigSchema, type RunConfig } from '../config/runConfig';
import { UserError } from '../errors';
import { evaluationRequestSchema, type EvaluationRequest } from '../runs/evaluationRecord';
import type { StudyPart } from '../runs/runRecord';
import { runKey } from './runKey';
import { cellConfig, cellName, studyCells, type Cell } from './studyGrid';
import { sizeOf, studyAt } from './studyAt';
import { cellLabel } from './studyLabels';
import { type Study, type StudyEvaluation, type StudySize, type StudySizeSpec } from './studySchema';

/** One run of a study: what is trained, and what is asked of it. */
export interface StudyTask {
  readonly cell: Cell;
  /** The cell as people read it. */
  readonly label: string;
  /** Which of the cell's runs, from 0. */
  readonly seed: number;
  /** See `runKey`; a run of another study, or started by hand, with the same key is as good. */
  readonly key: string;
  readonly config: RunConfig;
  /** Of its run, where it starts one. */
  readonly name: string;
  /** What the record of that run says of its place in the study. */
  readonly part: StudyPart;
  readonly requests: readonly EvaluationRequest[];
}

/** How a study is run. */
export interface StudyChoice {
  readonly size: StudySize;
  /** Fields that all runs have otherwise than in the study: images, device. */
  readonly changes: ConfigLayer;
  /** Absolute path that relative sources of images refer to. */
  readonly baseFolder: string;
  /** Runs of each cell; those of the size unless given. */
  readonly seeds?: number;
  /** Images that encoders are transferred to, where the study transfers them; those of the size unless given. */
  readonly target?: string | null;
}

/** Evaluations look at so many images of each split, unless the study has it otherwise. */
const mostImages = 50_000;

/**
 * Every run of a study at a size: all cells with the first seed, then all with the second, so that there is a whole figure
 * early on.
 * @throws UserError when the study has no such size, or a cell's configuration is wrong, naming cell, field and what is allowed.
 */
export function studyTasks(
  whole: Study,
  { size, changes, baseFolder, seeds, target = null }: StudyChoice,
): StudyTask[] {
  const study = studyAt(whole, size);
  const spec = sizeOf(study, size);
  const cells = studyCells(study, spec).map((cell) => ({
    cell,
    config: configOf(study, spec, cell, changes),
  }));
  return Array.from({ length: seeds ?? spec.seeds }, (_, seed) =>
    cells.map(({ cell, config }) =>
      taskOf({ study, size, target, baseFolder }, cell, { ...config, seed: config.seed + seed }, seed),
    ),
  ).flat();
}

/** What all tasks of a study have in common. */
interface Started {
  readonly study: Study;
  readonly size: StudySize;
  readonly target: string | null;
  readonly baseFolder: string;
}

function taskOf(started: Started, cell: Cell, config: RunConfig, seed: number): StudyTask {
  const { study, size, baseFolder } = started;
  const requests = study.evaluations.map((plan) => requestOf(plan, started, config));
  return {
    cell,
    label: cellLabel(study, cell),
    seed,
    key: runKey(config, baseFolder),
    config,
    name: runNameOf(study, cell, seed),
    part: { name: study.name, size, cell },
    requests,
  };
}

/** "projection-head none 128 s0", without what a name must not have. */
function runNameOf({ name }: Study, cell: Cell, seed: number): string {
  const levels = Object.values(cell).map((level) => level.replace(/[^\p{L}\p{N}._-]+/gu, '-'));
  return `${[name, ...levels].join(' ').slice(0, 74)} s${seed}`;
}

function configOf(study: Study, size: StudySizeSpec, cell: Cell, changes: ConfigLayer): RunConfig {
  const { preset, ...fields } = mergeConfig(cellConfig(study, size, cell), changes);
  const layer = { ...(preset === undefined ? {} : { preset }), ...fields };
  const parsed = configFileSchema.safeParse(layer);
  if (!parsed.success) throw wrong(study, cell, configProblems(parsed.error.issues, layer));
  const lowest: ConfigLayer = preset === undefined ? {} : presets[preset as PresetName].config;
  const config = runConfigSchema.parse(mergeConfig(lowest, fields));
  const problems = checkConfig(config);
  if (problems.length > 0) throw wrong(study, cell, problems);
  return config;
}

function wrong(study: Study, cell: Cell, problems: readonly { readonly text: string }[]): UserError {
  const [first] = problems;
  return new UserError(`the study "${study.name}" in its cell "${cellName(cell)}": ${first?.text ?? ''}`);
}

function requestOf(
  plan: StudyEvaluation,
  { study, size, target: other, baseFolder }: Started,
  { evaluate, seed }: RunConfig,
): EvaluationRequest {
  const { target, ...request } = evaluationRequestSchema.parse({
    ...{ maxImages: mostImages, neighbours: evaluate.knnNeighbours, temperature: evaluate.knnTemperature },
    ...plan,
    ...sizeOf(study, size).evaluation,
    seed,
  });
  const transfers = request.protocols.includes('transfer');
  const chosen = transfers && other !== null ? otherImages(other, target) : target;
  if (chosen === null || chosen.source === 'builtin') return { ...request, target: chosen };
  return { ...request, target: { ...chosen, source: resolve(baseFolder, chosen.source) } };
}

/** Other images in place of a target's, as large and as many; only built-in ones are of shapes. */
function otherImages(source: string, target: EvaluationRequest['target']): EvaluationRequest['target'] {
  const { imageSize = null, trainImages = null, shapes = null } = target ?? {};
  return { source, imageSize, trainImages, shapes: source === 'builtin' ? shapes : null };
}
