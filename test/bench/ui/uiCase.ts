import type { UiSetup } from './uiSetup';

/** A measurement in VS Code. */
export interface UiCase {
  readonly name: string;
  /** What is measured, for a reader. */
  readonly description: string;
  /** It should stay under this, milliseconds. */
  readonly goal: number;
  /** Makes everything ready to be measured. */
  open(setup: UiSetup): Promise<OpenUiCase>;
}

/** A measurement that is ready. */
export interface OpenUiCase {
  /** Measures once; milliseconds. */
  measure(): Promise<number>;
  /** Ends what was opened. */
  close(): Promise<void>;
}
