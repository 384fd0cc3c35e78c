/**
 * Every colour, size and distance of the console. Components name a token, never a value. One accent; green, amber and
 * red tell a state, and always beside a word. Text has 4.5 : 1 against each ground it stands on.
 */
interface Palette {
  /** Behind everything. */
  readonly canvas: string;
  /** Of panels, tables and inputs. */
  readonly surface: string;
  /** Under the pointer, and of what is chosen. */
  readonly hover: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly text: string;
  readonly muted: string;
  readonly accent: string;
  readonly accentSoft: string;
  readonly ok: string;
  readonly warn: string;
  readonly warnSoft: string;
  readonly bad: string;
  readonly badSoft: string;
}

export const LIGHT: Palette = {
  canvas: '#f6f7f9',
  surface: '#ffffff',
  hover: '#f0f2f5',
  line: '#e3e6eb',
  lineStrong: '#c6ccd5',
  text: '#1a1f26',
  muted: '#565f6b',
  accent: '#2f5bd0',
  accentSoft: '#e9effc',
  ok: '#17703f',
  warn: '#845400',
  warnSoft: '#fdf4e0',
  bad: '#b9232b',
  badSoft: '#fdecec',
};

export const DARK: Palette = {
  canvas: '#101318',
  surface: '#171b21',
  hover: '#1f252d',
  line: '#2a3038',
  lineStrong: '#434c58',
  text: '#e6e9ee',
  muted: '#a0a9b6',
  accent: '#8eadff',
  accentSoft: '#1e2a48',
  ok: '#5fcf92',
  warn: '#e2b250',
  warnSoft: '#2f2713',
  bad: '#ff928c',
  badSoft: '#371c1e',
};

/** The accent from light to dark, for the filled and outlined parts of Mantine. */
export const ACCENT = [
  '#eef2fd',
  '#dbe4fa',
  '#b5c7f5',
  '#8eadff',
  '#688dea',
  '#4c76e0',
  '#2f5bd0',
  '#274db3',
  '#203f93',
  '#18306f',
] as const;

/** Red from light to dark: for what cannot be undone. */
export const DANGER = [
  '#fdecec',
  '#fad4d4',
  '#f4abab',
  '#ff928c',
  '#e0605f',
  '#cf3f43',
  '#b9232b',
  '#9d1c23',
  '#82171d',
  '#651216',
] as const;

/** Of Mantine's dark scheme: text, then lines, then grounds. */
export const GROUNDS = [
  DARK.text,
  '#c5ccd6',
  DARK.muted,
  '#7d8794',
  DARK.lineStrong,
  DARK.line,
  '#1d222a',
  DARK.surface,
  DARK.canvas,
  '#0b0d11',
] as const;

export const FONT = {
  text: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  mono: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace',
} as const;

/** Pixels; in the page they are rem, so that a reader's own size counts. */
export const SIZE = { xs: 12, sm: 13, md: 14, lg: 16, xl: 20 } as const;
export const SPACE = { xs: 4, sm: 8, md: 12, lg: 16, xl: 24 } as const;
export const RADIUS = 4;
