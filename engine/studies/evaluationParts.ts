import * as z from 'zod';
import { shapesSchema } from '../config/shapes';
import { protocolNames } from '../runs/evaluationRecord';

/** Images that encoders are transferred to. */
const target = z
  .strictObject({
    source: z.string().min(1).describe('A folder, a data file, or "builtin".'),
    imageSize: z.int().min(8).max(1024).nullish().describe('Side of a view in pixels.'),
    trainImages: z.int().min(1).max(1_000_000).nullish().describe('At most so many to learn from.'),
    shapes: shapesSchema.optional().describe('Of built-in images, the shapes that are shown.'),
  })
  .refine(({ source, shapes }) => !shapes || source === 'builtin', {
    path: ['shapes'],
    error: 'only built-in images are of shapes: leave them out, or name "builtin" for the source',
  });

/**
 * What is asked otherwise in every evaluation. Nothing has a default here: a part of a request that has been left out must not
 * replace what the other parts say.
 */
export const partOfEvaluation = z.strictObject({
  maxImages: z.int().min(16).max(10_000_000).optional().describe('At most so many images of each split.'),
  neighbours: z.int().min(1).max(1_000_000).optional().describe('k of kNN.'),
  temperature: z.number().gt(0).max(100).optional().describe('τ of kNN.'),
  solver: z.enum(['lbfgs', 'sgd']).optional().describe('Of linear evaluation.'),
  labelShares: z
    .array(z.number().gt(0).max(1))
    .min(1)
    .readonly()
    .optional()
    .describe('Shares of the labels, of semi-supervised learning.'),
  target: target.nullish().describe('Images that encoders are transferred to.'),
  epochs: z.number().gt(0).max(10_000).nullish().describe('Of training on labels; null means the paper’s.'),
  learningRate: z.number().gt(0).max(100).nullish().describe('Of the same; null means the paper’s.'),
  cropScale: z
    .number()
    .gt(0)
    .max(1)
    .nullish()
    .describe(
      'Smallest share of the area that crops keep, 1 for whole images; null means the run’s own crops.',
    ),
});

/** What is asked of each run once it has ended; what is left out is as in "simclr evaluate". */
export const evaluationSchema = partOfEvaluation
  .extend({ protocols: z.array(z.enum(protocolNames)).min(1).readonly() })
  .describe('An evaluation of the last checkpoint of each run.');
