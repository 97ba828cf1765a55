import { colorText, isDark, parseColor, withContrast, type Rgb } from './color';

/** What a colour stands for; the same on every panel. */
export type ColorRole =
  'h' | 'z' | 'knn' | 'reference' | 'loss' | 'contrastive' | 'alignment' | 'uniformity' | 'plain' | RunColor;

/** One of several runs in the same chart. */
export type RunColor = (typeof runColors)[number];
export const runColors = ['run0', 'run1', 'run2', 'run3', 'run4', 'run5', 'run6', 'run7'] as const;

/**
 * Colours of runs on light and on dark ground. Found by search: any two of them are told apart at least as well as the
 * neighbours of palettes made for it, by full colour vision and by each kind of colour blindness.
 */
const runHues = {
  light: ['#4455cc', '#bb8800', '#559999', '#884477', '#aa77ee', '#666600', '#552211', '#441188'],
  dark: ['#7755cc', '#ff9911', '#55ccaa', '#cc4400', '#aa99ff', '#ffee44', '#338888', '#bbffff'],
} as const;

type ThemeRole = Exclude<ColorRole, RunColor>;

/** Where each colour comes from in a theme, and what it is on paper. */
const sources: Readonly<Record<ThemeRole, { readonly variable: string; readonly paper: string }>> = {
  h: { variable: '--vscode-charts-blue', paper: '#1a6fd4' },
  z: { variable: '--vscode-charts-orange', paper: '#b86e0b' },
  knn: { variable: '--vscode-charts-purple', paper: '#652d90' },
  reference: { variable: '--vscode-charts-lines', paper: '#767676' },
  loss: { variable: '--vscode-charts-green', paper: '#388a34' },
  contrastive: { variable: '--vscode-charts-yellow', paper: '#9a6d00' },
  alignment: { variable: '--vscode-charts-red', paper: '#cd2b1a' },
  uniformity: { variable: '--vscode-charts-foreground', paper: '#3b3b3b' },
  plain: { variable: '--vscode-charts-foreground', paper: '#3b3b3b' },
};

/** Colours of a chart, as CSS text. */
export interface Palette {
  readonly line: Readonly<Record<ColorRole, string>>;
  /** The same hue for the line behind the smoothed one. */
  readonly faint: Readonly<Record<ColorRole, string>>;
  /** The same hue where it has to be read as text. */
  readonly text: Readonly<Record<ColorRole, string>>;
  readonly axis: string;
  readonly grid: string;
  readonly background: string;
  readonly fontFamily: string;
}

/**
 * Colours of the theme whose variables `read` gives (empty text where there is none). Lines stand out from the
 * background by 3 : 1 and text by 4.5 : 1, whatever the theme.
 */
export function themePalette(read: (variable: string) => string, highContrast: boolean): Palette {
  const background = parseColor(read('--vscode-editor-background')) ?? [255, 255, 255];
  const hues = runHues[isDark(background) ? 'dark' : 'light'];
  const color = (role: ColorRole): Rgb => {
    if (isRunColor(role)) return parseColor(hues[runColors.indexOf(role)] ?? '') ?? [0, 0, 0];
    return parseColor(read(sources[role].variable)) ?? parseColor(sources[role].paper) ?? [0, 0, 0];
  };
  const roles: readonly ColorRole[] = [...(Object.keys(sources) as ThemeRole[]), ...runColors];
  const all = (paint: (role: ColorRole) => string) =>
    Object.fromEntries(roles.map((role) => [role, paint(role)])) as Record<ColorRole, string>;
  const foreground = parseColor(read('--vscode-foreground')) ?? [59, 59, 59];
  // Chance and the untrained encoder stand back: half of the foreground, as --vscode-charts-lines means it.
  const base = (role: ColorRole): Rgb =>
    role === 'reference' ? halfway(foreground, background) : color(role);
  return {
    line: all((role) => colorText(withContrast(base(role), background, 3))),
    faint: all((role) => colorText(withContrast(base(role), background, 3), highContrast ? 0.5 : 0.32)),
    text: all((role) => colorText(withContrast(base(role), background, 4.5))),
    axis: colorText(withContrast(halfway(foreground, background, 0.35), background, 4.5)),
    grid: colorText(foreground, highContrast ? 0.28 : 0.11),
    background: colorText(background),
    fontFamily: read('--vscode-font-family') || 'sans-serif',
  };
}

/** Text on paper. */
export const paperInk = '#1f1f1f';

/** Dark on white, for figures that leave the editor. */
export const paperPalette: Palette = themePalette((variable) => {
  if (variable === '--vscode-editor-background') return '#ffffff';
  if (variable === '--vscode-foreground') return paperInk;
  if (variable === '--vscode-font-family') return 'Helvetica, Arial, sans-serif';
  return Object.values(sources).find((source) => source.variable === variable)?.paper ?? '';
}, false);

function isRunColor(role: ColorRole): role is RunColor {
  return runColors.some((each) => each === role);
}

function halfway(a: Rgb, b: Rgb, share = 0.5): Rgb {
  return a.map((value, index) => value + ((b[index] ?? 0) - value) * share) as [number, number, number];
}
