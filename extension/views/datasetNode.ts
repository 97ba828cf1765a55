import type { FoundDataset } from '../datasets/foundDataset';

/** A line of the Datasets tree. */
export type DatasetNode =
  | { readonly kind: 'dataset'; readonly dataset: FoundDataset }
  /** Something known of a data set. `level`: a warning is set apart. */
  | {
      readonly kind: 'fact';
      readonly label: string;
      readonly value: string;
      readonly icon: string;
      readonly level: 'plain' | 'warning' | 'error';
      /** What a click does. */
      readonly command?: string;
    }
  /** A fact that opens: classes, or files that cannot be used. */
  | {
      readonly kind: 'list';
      readonly label: string;
      readonly icon: string;
      readonly level: 'plain' | 'warning';
      readonly items: readonly { readonly label: string; readonly value: string }[];
    };

/** Whether a value that a command was given is the line of a data set. */
export function isDatasetNode(value: unknown): value is DatasetNode & { kind: 'dataset' } {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'dataset';
}
