import { readFileSync } from 'node:fs';
import type * as z from 'zod';
import { formatPath } from '../config/configProblems';
import { findJsonError } from '../config/jsonSyntax';
import { UserError } from '../errors';
import { readFailure } from '../config/readFailure';
import { studyProblems } from './checkStudy';
import { studySchema, type Study } from './studySchema';

/**
 * Reads a `*.study.json`.
 * @param shown the path as messages name it.
 * @throws UserError naming every problem on a line of its own, with the file, the field and what is allowed.
 */
export function readStudyFile(path: string, shown = path): Study {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new UserError(`${shown} cannot be read: ${readFailure(error)}`, { cause: error });
  }
  const fault = findJsonError(text);
  if (fault !== null) throw new UserError(`${shown}:${fault.line}:${fault.column}: ${fault.message}`);
  return parseStudy(JSON.parse(text), shown);
}

/**
 * A study with its defaults, checked as far as it can be without images: what it refers to is there.
 * @param shown where it comes from, as messages name it.
 * @throws UserError as `readStudyFile`.
 */
export function parseStudy(value: unknown, shown: string): Study {
  const parsed = studySchema.safeParse(value);
  if (!parsed.success) {
    throw new UserError(parsed.error.issues.map((issue) => `${shown}: ${describeIssue(issue)}`).join('\n'));
  }
  const problems = studyProblems(parsed.data);
  if (problems.length > 0) throw new UserError(problems.map((problem) => `${shown}: ${problem}`).join('\n'));
  return parsed.data;
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const where = formatPath(issue.path) || 'the study';
  // zod begins its sentences with a capital, and ours go on after a colon.
  return `${where}: ${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}`;
}
