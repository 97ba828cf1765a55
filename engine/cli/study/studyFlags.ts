import { Option } from 'commander';
import { studySizes, type StudySize } from '../../studies/studySchema';

/** The flag for the size of a study. */
export function sizeOption(): Option {
  return new Option('--size <name>', 'how large: minutes on two cores, hours on one GPU, or as published')
    .choices(studySizes)
    .default('minutes' satisfies StudySize);
}
