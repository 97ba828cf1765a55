import { Option } from 'commander';
import { wholeNumber } from '../wholeNumber';
import { studySizes, type StudySize } from '../../studies/studySchema';

/** The flag for the size of a study. */
export function sizeOption(): Option {
  return new Option('--size <name>', 'how large: minutes on two cores, hours on one GPU, or as published')
    .choices(studySizes)
    .default('minutes' satisfies StudySize);
}

/** The flag for the number of runs at a time. */
export function parallelOption(): Option {
  return new Option(
    '--parallel <n>',
    'runs at a time on this machine; as many as are quickest on the CPU, one on a GPU',
  ).argParser(wholeNumber('--parallel', 1));
}
