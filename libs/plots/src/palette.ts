/** Where a picture is to be seen. `page`: in a page of `reportPage`, which is light or dark as its reader likes it. */
export type Theme = 'light' | 'dark' | 'page';

/** The colours of a picture. Series are told apart with any colour vision (Okabe and Ito, Color Universal Design, 2008). */
export interface Palette {
  paper: string;
  ink: string;
  /** Axes and what stays in the background. */
  muted: string;
  rule: string;
  series: readonly string[];
}

const light: Palette = {
  paper: '#ffffff',
  ink: '#1f2328',
  muted: '#59626e',
  rule: '#e3e7ec',
  series: ['#0072b2', '#d55e00', '#009e73', '#b3589a', '#b07a00', '#4a9fd8', '#59626e'],
};

const dark: Palette = {
  paper: '#15181c',
  ink: '#e8eaed',
  muted: '#9aa4b0',
  rule: '#2c3239',
  series: ['#56a9e8', '#f08a4b', '#2cc295', '#d891bd', '#e6b422', '#9ad0f5', '#9aa4b0'],
};

/** The colours of a theme; those of `page` are the custom properties of {@link paletteStyle}. */
export function paletteOf(theme: Theme): Palette {
  if (theme === 'light') return light;
  if (theme === 'dark') return dark;
  const series = light.series.map((_, i) => `var(--series-${i + 1})`);
  return { paper: 'none', ink: 'var(--ink)', muted: 'var(--muted)', rule: 'var(--rule)', series };
}

/** Custom properties of CSS with the colours of a theme. */
export function paletteStyle(theme: 'light' | 'dark'): string {
  const { series, ...others } = paletteOf(theme);
  const named = Object.entries(others).map(([name, colour]) => `--${name}:${colour}`);
  return [...named, ...series.map((colour, i) => `--series-${i + 1}:${colour}`)].join(';');
}
