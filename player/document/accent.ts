/** The accent of a brand, made readable: text keeps 4.5:1 on the page and on the accent itself, in both schemes. */

/** Surfaces of `ui/tokens.css`, and what stands on the accent. */
const LIGHT = '#ffffff';
const DARK = '#121417';
const CONTRAST_MIN = 4.5;
const STEPS = 50;

type Rgb = readonly [number, number, number];

const rgbOf = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
const hexOf = (rgb: Rgb): string => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

/** WCAG 2.2, relative luminance. */
function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2.2, contrast ratio of two colours `#rrggbb`. */
export function contrast(a: string, b: string): number {
  const [low, high] = [luminance(rgbOf(a)), luminance(rgbOf(b))].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** The colour, mixed with as little of `towards` as makes it readable on `surface`. */
function readable(colour: string, surface: string, towards: string): string {
  const [from, to] = [rgbOf(colour), rgbOf(towards)];
  for (let step = 0; step < STEPS; step++) {
    const mixed = hexOf(from.map((part, i) => part + ((to[i]! - part) * step) / STEPS) as unknown as Rgb);
    if (contrast(mixed, surface) >= CONTRAST_MIN) return mixed;
  }
  return towards;
}

/** Custom properties that override the accent of `ui/tokens.css`. `accent` is `#rrggbb`. */
export function accentProperties(accent: string): Record<string, string> {
  const light = readable(accent, LIGHT, '#000000');
  const dark = readable(accent, DARK, '#ffffff');
  return {
    '--accent': `light-dark(${light}, ${dark})`,
    '--accent-hover': 'color-mix(in oklab, var(--accent) 85%, var(--text))',
    '--accent-soft': 'color-mix(in oklab, var(--accent) 12%, var(--surface))',
    '--on-accent': `light-dark(${LIGHT}, ${DARK})`,
  };
}
