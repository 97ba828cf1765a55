import type { Study } from '../../engine/studies/studySchema';

/** A study that can be run, or looked at. */
export interface KnownStudy {
  /** Its name, by which its plans and runs are found; of a file that is wrong, its path. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** `plan`: its file is gone, or elsewhere; it is known by how it was last started. */
  readonly origin: 'builtin' | 'file' | 'plan';
  /** Absolute path of its file, where it has one. */
  readonly path: string | null;
  /** null where its file is wrong; `problem` says what of it. */
  readonly study: Study | null;
  readonly problem: string | null;
}
