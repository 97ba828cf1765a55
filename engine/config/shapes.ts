import * as z from 'zod';
import { shapeNames } from '../data/builtin/shapes';

/** Shapes of the generated set that are wanted, as label order has them; null for all. */
export const shapesSchema = z
  .array(z.enum(shapeNames))
  .min(2)
  .refine((names) => new Set(names).size === names.length, 'names a shape twice: name each once')
  .nullable();
