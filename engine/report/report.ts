/** A column of a table of a report. */
export interface ReportColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/** A table, with a line over it where it needs one. */
export interface ReportTable {
  readonly type: 'table';
  readonly caption: string | null;
  readonly columns: readonly ReportColumn[];
  /** As many cells as there are columns. */
  readonly rows: readonly (readonly string[])[];
}

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
  | ReportTable
  | { readonly type: 'text'; readonly text: string }
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
