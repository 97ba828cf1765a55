import type { Command } from 'commander';
import { UserError } from '../../errors';
import type { StudyPlan } from '../../studies/studyPlan';
import type { Study, StudySize } from '../../studies/studySchema';
import { sizeOf } from '../../studies/studyAt';
import {
  addDeviceFlags,
  changesFromFlags,
  runsFolderOption,
  setOption,
  type ConfigOptions,
} from '../configFlags';
import { wholeNumber } from '../wholeNumber';
import { sizeOption } from './studyFlags';

/** The flags that say how a study is run. */
export interface PlanFlags {
  readonly runs: string;
  readonly size: StudySize;
  readonly seeds?: number;
  readonly target?: string;
}

/** Adds which study is meant, and the flags that say how it is run. */
export function addPlanFlags(command: Command): Command {
  command
    .argument('<study>', 'its name, or the path of a *.study.json')
    .argument('[source]', 'folder or file with images, or "builtin"')
    .addOption(sizeOption())
    .option('--seeds <n>', 'runs of each cell; those of the size', wholeNumber('--seeds', 1))
    .option('--target <data>', 'images to transfer to, where the study transfers: a folder or "builtin"')
    .addOption(setOption());
  return addDeviceFlags(command).addOption(runsFolderOption());
}

/**
 * How a study is run, as the flags and an optional source have it.
 * @throws UserError where the study has no such size or transfers nothing to a target, or an assignment is none.
 */
export function planFrom(
  study: Study,
  source: string | undefined,
  options: ConfigOptions & PlanFlags,
): StudyPlan {
  const { size, target = null } = options;
  if (target !== null && !study.evaluations.some(({ protocols }) => protocols.includes('transfer'))) {
    throw new UserError(`the study "${study.name}" transfers nothing: leave out --target`);
  }
  return {
    ...{ study, size, changes: changesFromFlags(options, source), baseFolder: process.cwd(), target },
    seeds: options.seeds ?? sizeOf(study, size).seeds,
    startedAt: new Date().toISOString(),
  };
}
