/** A colour without transparency, 0 to 255 each. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** Reads `#rgb`, `#rrggbb`, `#rrggbbaa`, `rgb()` and `rgba()`; transparency is left out. null for anything else. */
export function parseColor(text: string): Rgb | null {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i.exec(text.trim())?.[1];
  if (hex !== undefined) {
    const digits = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex;
    return [0, 2, 4].map((at) => parseInt(digits.slice(at, at + 2), 16)) as [number, number, number];
  }
  const parts = /^rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)/i.exec(text.trim());
  return parts === null ? null : [Number(parts[1]), Number(parts[2]), Number(parts[3])];
}

/** CSS text of a colour, with an opacity of 0 to 1. */
export function colorText([red, green, blue]: Rgb, opacity = 1): string {
  const channels = `${Math.round(red)}, ${Math.round(green)}, ${Math.round(blue)}`;
  return opacity === 1 ? `rgb(${channels})` : `rgba(${channels}, ${opacity})`;
}

/** Contrast of two colours as WCAG has it, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((left, right) => left - right) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** `color` moved towards black or white, as little as it takes, until it stands out from `background` by `ratio`. */
export function withContrast(color: Rgb, background: Rgb, ratio: number): Rgb {
  const end: Rgb = isDark(background) ? [255, 255, 255] : [0, 0, 0];
  for (let share = 0; share < 1; share += 0.05) {
    const moved = mix(color, end, share);
    if (contrast(moved, background) >= ratio) return moved;
  }
  return end;
}

/** Whether light text is read better on it than dark text. */
export function isDark(background: Rgb): boolean {
  return luminance(background) <= 0.18;
}

function mix(a: Rgb, b: Rgb, share: number): Rgb {
  return a.map((value, index) => value + ((b[index] ?? 0) - value) * share) as [number, number, number];
}

function luminance(color: Rgb): number {
  const [red = 0, green = 0, blue = 0] = color.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
