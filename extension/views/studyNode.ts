import type { StudySize } from '../../engine/studies/studySchema';

/** A line of the Studies tree. */
export type StudyNode =
  | { readonly kind: 'study'; readonly name: string }
  /** A size at which the study was started. */
  | { readonly kind: 'size'; readonly name: string; readonly size: StudySize }
  /** What can be done where it was not, or what is wrong with its file. */
  | { readonly kind: 'hint'; readonly name: string };
