export type Scheme = 'light' | 'dark';

/** The colours of a tokens file: every property of the form `--name: light-dark(#light, #dark)`. */
export function readColours(css: string): Map<string, Record<Scheme, string>> {
  const colours = new Map<string, Record<Scheme, string>>();
  for (const [, name, light, dark] of css.matchAll(
    /--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g,
  )) {
    if (name && light && dark) colours.set(name, { light, dark });
  }
  return colours;
}

/** WCAG 2 contrast ratio of two colours written `#rrggbb`. */
export function measureContrast(one: string, other: string): number {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]; // two in, two out
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const channel = (from: number) => {
    const value = Number.parseInt(colour.slice(from, from + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}
