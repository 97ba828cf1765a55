import * as z from 'zod';
import { studySchemaForEditors } from './studySchema';

/** The text of `media/study.schema.json`, by which editors complete and check `*.study.json` files. */
export function studySchemaText(): string {
  const title = 'SimCLR study';
  const description =
    'A study (*.study.json): a grid of runs, what is measured of them, and the rule that decides its claim.';
  const schema = z.toJSONSchema(studySchemaForEditors, {
    io: 'input',
    unrepresentable: 'any',
    reused: 'ref',
  });
  return `${JSON.stringify({ title, description, ...schema }, null, 2)}\n`;
}
