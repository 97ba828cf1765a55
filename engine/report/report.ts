import type { Table, Text } from '../format/blocks';

/** A drawing or a picture. */
export interface Figure {
  /** Names its file where it gets one: letters, digits and hyphens. */
  readonly name: string;
  /** What is to be seen, for those who cannot see it. */
  readonly alt: string;
  readonly image:
    | { readonly type: 'svg'; readonly markup: string }
    | { readonly type: 'png'; readonly bytes: Uint8Array; readonly width: number };
}

/** A part of a section. All of its text is plain: whoever writes it escapes it. */
export type Block =
  | Table
  | Text
  | { readonly type: 'heading'; readonly text: string }
  | { readonly type: 'pairs'; readonly pairs: readonly (readonly [string, string])[] }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'figures'; readonly figures: readonly Figure[] };

/** A report as its parts, whatever it is written as. */
export interface Report {
  readonly title: string;
  /** The first lines under the title. */
  readonly lead: readonly string[];
  readonly sections: readonly { readonly title: string; readonly blocks: readonly Block[] }[];
}
