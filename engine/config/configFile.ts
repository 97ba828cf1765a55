import * as z from 'zod';
import { presetNames } from './presets';
import { runConfigSchema } from './runConfig';

/** A `*.simclr.json`: a run configuration of which any part may be left out, on top of a preset. */
export const configFileSchema = runConfigSchema.extend({
  preset: z
    .enum(presetNames)
    .optional()
    .describe('Recipe that the fields of this file are changes to; without it, the defaults.'),
});
