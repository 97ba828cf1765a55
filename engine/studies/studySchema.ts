import * as z from 'zod';
import { configFileSchema } from '../config/configFile';
import type { ConfigLayer } from '../config/mergeConfig';
import { evaluationSchema, partOfEvaluation } from './evaluationParts';

/** How large a study is: minutes on two cores, hours on one GPU, or as published. */
export const studySizes = ['minutes', 'hours', 'paper'] as const;
export type StudySize = (typeof studySizes)[number];

/** Where studies stand for all that has to be said of an axis and its levels in place of names. */
const axisName = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*$/, 'a word of letters and digits, a small letter first');
const levelName = z.string().min(1).max(60);
const measureName = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*$/, 'a word of letters and digits, a small letter first');

/** One level of each of some axes, or several. */
const places = z.record(axisName, z.union([levelName, z.array(levelName).min(1).readonly()]));

/**
 * Schema of a study, over the schema of what stands for a run's configuration: as editors see it, that of
 * configuration files; as it is read, any object, whose fields are checked once they have been merged.
 */
function schemaOver<Config extends z.ZodType>(config: Config) {
  const levelParts = {
    label: levelName.optional().describe('As figures show it; the name, if left out.'),
    value: z.number().optional().describe('Place on a numeric axis; without it levels are evenly spaced.'),
    config: config.optional().describe('What runs at this level have in their configuration.'),
  };
  const level = z.strictObject({
    name: levelName,
    ...levelParts,
    only: places
      .optional()
      .describe('Levels of other axes that this one is combined with; all, if left out.'),
  });
  const size = z.strictObject({
    about: z.string().min(1).describe('What it is run on, and how long that takes.'),
    config: config.optional().describe('What all runs of this size have in their configuration.'),
    seeds: z.int().min(1).max(100).describe('Runs of each cell, each with a seed of its own.'),
    evaluation: partOfEvaluation.optional().describe('What is asked otherwise in every evaluation.'),
    leaveOut: places.optional().describe('Levels that are not run at this size.'),
    levels: z
      .record(axisName, z.record(levelName, z.strictObject(levelParts)))
      .optional()
      .describe('What levels are otherwise at this size, by axis and name.'),
  });
  const measure = z.strictObject({
    name: measureName,
    label: z.string().min(1).max(80).describe('As figures show it.'),
    from: z
      .enum(['summary', 'metrics', 'evaluation'])
      .describe(
        'Where it is found: in the summary of a run (linear.h), in its metrics, of which it is the mean over the last tenth of the steps, or in its evaluations.',
      ),
    path: z
      .string()
      .min(1)
      .describe(
        'Fields that lead to it, with dots: factors.rotation.h; {axis} stands for the level of that axis.',
      ),
    unit: z
      .enum(['percent', 'number'])
      .default('percent')
      .describe('percent: shares from 0 to 1 are shown, compared and written in this file as percentages.'),
  });
  const term: z.ZodType<TermInput> = z.lazy(() =>
    z.union([
      z.number(),
      z.strictObject({
        measure: measureName,
        at: places.optional().describe('Which cells; of an axis that is left out, all levels.'),
        take: z
          .enum(['mean', 'largest', 'smallest'])
          .default('mean')
          .describe('What is taken of several cells; the largest, where something is tuned.'),
      }),
      z.strictObject({ minus: z.tuple([term, term]).describe('The first less the second.') }),
      z.strictObject({ mean: z.array(term).min(1).readonly().describe('The mean of these.') }),
      z.strictObject({ largest: z.array(term).min(1).readonly().describe('The largest of these.') }),
    ]),
  );
  const rule = z.strictObject({
    text: z.string().min(1).describe('What is claimed, in one sentence.'),
    greater: term,
    than: term,
    by: z.number().default(0).describe('Margin by which it has to be greater.'),
  });
  const figure = z.strictObject({
    title: z.string().min(1).max(120),
    type: z.enum(['bars', 'lines', 'heatmap', 'table']),
    measures: z.array(measureName).min(1).readonly(),
    x: z.string().describe('An axis, or "measures".'),
    series: z
      .string()
      .nullable()
      .default(null)
      .describe('Another axis, or "measures"; in a heat map, its rows.'),
    at: places.optional().describe('Cells that are shown; all, if left out.'),
    over: z
      .enum(['mean', 'largest'])
      .default('mean')
      .describe('What is shown of the cells along axes that the figure does not have.'),
    averages: z.boolean().default(false).describe('heatmap: a last column with the average of each row.'),
    scale: z.enum(['linear', 'logarithmic']).default('linear').describe('lines: of the axis x.'),
  });
  return z.strictObject({
    $schema: z.string().optional().describe('Path of study.schema.json, for editors.'),
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'small letters, digits and dashes, at most 40')
      .describe('By which it is run: simclr study run NAME.'),
    title: z.string().min(1).max(80),
    claim: z.string().min(1).describe('What it puts to the test, in words.'),
    source: z.string().default('').describe('Where the claim is made.'),
    config: config.optional().describe('Configuration of all runs, on top of the defaults or of a preset.'),
    sizes: z
      .partialRecord(z.enum(studySizes), size)
      .refine((sizes) => Object.keys(sizes).length > 0, 'a study has at least one size'),
    axes: z
      .array(
        z.strictObject({
          name: axisName,
          label: z.string().min(1).max(80).describe('As figures show it.'),
          levels: z.array(level).min(1),
        }),
      )
      .min(1)
      .max(4)
      .describe('What differs between runs: one run for each combination of levels, and each seed.'),
    cells: z
      .array(z.strictObject({ at: places, config }))
      .default([])
      .describe('What single combinations have besides in their configuration.'),
    evaluations: z.array(evaluationSchema).default([]),
    measures: z.array(measure).min(1),
    figures: z.array(figure).min(1),
    rules: z.array(rule).min(1).describe('What decides whether the claim holds: all of them.'),
    paper: z
      .strictObject({
        about: z.string().describe('What the numbers are of.'),
        values: z.array(z.strictObject({ at: places, values: z.record(measureName, z.number()) })),
      })
      .nullable()
      .default(null)
      .describe('Published numbers to lay beside, in the units of the measures.'),
  });
}

/** A value to be compared, seed by seed. */
export type TermInput =
  | number
  | {
      readonly measure: string;
      readonly at?: Places | undefined;
      readonly take?: 'mean' | 'largest' | 'smallest' | undefined;
    }
  | { readonly minus: readonly [TermInput, TermInput] }
  | { readonly mean: readonly TermInput[] }
  | { readonly largest: readonly TermInput[] };

/** One level, or several, of some axes. */
export type Places = Readonly<Record<string, string | readonly string[]>>;

/** A configuration's fields, as a study's file has them. */
const layer = z.custom<ConfigLayer>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'a part of a run configuration, in braces',
);

/** A study as data, with every default filled in. */
export const studySchema = schemaOver(layer);
/** The same for editors, which complete and check the configurations in it. */
export const studySchemaForEditors = schemaOver(configFileSchema);

export type Study = z.output<typeof studySchema>;
/** A study as people write it. */
export type StudyInput = z.input<typeof studySchema>;
export type StudyAxis = Study['axes'][number];
export type StudyLevel = StudyAxis['levels'][number];
export type StudyMeasure = Study['measures'][number];
export type StudyFigureSpec = Study['figures'][number];
export type StudyRule = Study['rules'][number];
export type StudyEvaluation = Study['evaluations'][number];
export type StudySizeSpec = NonNullable<Study['sizes'][StudySize]>;
