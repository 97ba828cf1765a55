/** How text is set off; each function gives its text back, coloured or as it is. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  warning(text: string): string;
  bad(text: string): string;
  accent(text: string): string;
}

const same = (text: string): string => text;

const sequence =
  (on: number, off: number) =>
  (text: string): string =>
    text === '' ? '' : `\u001b[${on}m${text}\u001b[${off}m`;

/** No colours. */
export const plainStyle: Style = {
  bold: same,
  dim: same,
  good: same,
  warning: same,
  bad: same,
  accent: same,
};

/** The terminal's own colours, which its theme chooses. */
export const colorStyle: Style = {
  bold: sequence(1, 22),
  dim: sequence(2, 22),
  good: sequence(32, 39),
  warning: sequence(33, 39),
  bad: sequence(31, 39),
  accent: sequence(36, 39),
};
