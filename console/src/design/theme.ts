import {
  Button,
  createTheme,
  Modal,
  NativeSelect,
  rem,
  Textarea,
  TextInput,
  Tooltip,
  type CSSVariablesResolver,
} from '@mantine/core';
import { ACCENT, DANGER, DARK, FONT, GROUNDS, LIGHT, RADIUS, SIZE, SPACE } from './tokens.js';

const inRem = <Name extends string>(sizes: Readonly<Record<Name, number>>) =>
  Object.fromEntries(Object.entries<number>(sizes).map(([name, pixels]) => [name, rem(pixels)]));

const heading = (pixels: number) => ({ fontSize: rem(pixels), lineHeight: '1.3', fontWeight: '600' });

/** Mantine, from the tokens. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: 6,
  colors: { accent: [...ACCENT], danger: [...DANGER], dark: [...GROUNDS] },
  black: LIGHT.text,
  fontFamily: FONT.text,
  fontFamilyMonospace: FONT.mono,
  fontSizes: inRem(SIZE),
  spacing: inRem(SPACE),
  defaultRadius: RADIUS,
  respectReducedMotion: true,
  cursorType: 'pointer',
  fontWeights: { medium: '500', bold: '600' },
  headings: { sizes: { h1: heading(20), h2: heading(15), h3: heading(14) } },
  components: {
    Button: Button.extend({ defaultProps: { size: 'xs', variant: 'default' } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'xs' } }),
    NativeSelect: NativeSelect.extend({ defaultProps: { size: 'xs' } }),
    Textarea: Textarea.extend({ defaultProps: { size: 'xs', autosize: true, minRows: 2 } }),
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        padding: 'lg',
        overlayProps: { backgroundOpacity: 0.45 },
        transitionProps: { duration: 100 },
      },
      styles: { title: { fontSize: 'var(--mantine-h2-font-size)', fontWeight: 600 } },
    }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 200, events: { hover: true, focus: true, touch: true } } }),
  },
});

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** `--lineStrong` is `--line-strong` in the style sheets. */
const named = (palette: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(palette).map(([name, value]) => [`--${kebab(name)}`, value]));

const scheme = (palette: typeof LIGHT) => ({
  ...named({ ...palette }),
  '--mantine-color-body': palette.surface,
  '--mantine-color-text': palette.text,
  '--mantine-color-dimmed': palette.muted,
  '--mantine-color-anchor': palette.accent,
  '--mantine-color-placeholder': palette.muted,
  '--mantine-color-default-border': palette.lineStrong,
  '--mantine-color-error': palette.bad,
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: Object.fromEntries(Object.entries(inRem(SPACE)).map(([name, value]) => [`--space-${name}`, value])),
  light: scheme(LIGHT),
  dark: scheme(DARK),
});
