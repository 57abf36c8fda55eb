const warmWhite = '#fffaf0';
const ink = '#221c2e';

/** Colours of materials that every palette shares. */
export const materials = {
  wood: '#bd8a5c',
  walnut: '#7d5440',
  brass: '#cda55a',
  steel: '#c3c9ce',
  graphite: '#3a3d45',
  paper: '#fbf5ea',
  cork: '#d2a679',
  coffee: '#5b3a29',
  leaf: '#6f9669',
  soil: '#5e463b',
  glow: '#ffe9ae',
} as const;

function channels(hex: string): [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** Mixes two `#rrggbb` colours: an `amount` of 0 gives `from`, and 1 gives `to`. */
export function mix(from: string, to: string, amount: number): string {
  const [r1, g1, b1] = channels(from);
  const [r2, g2, b2] = channels(to);
  const blend = (a: number, b: number) => Math.round(a + (b - a) * amount);
  const value = (blend(r1, r2) << 16) | (blend(g1, g2) << 8) | blend(b1, b2);
  return `#${value.toString(16).padStart(6, '0')}`;
}

export const lighten = (colour: string, amount = 0.25): string => mix(colour, warmWhite, amount);
export const darken = (colour: string, amount = 0.2): string => mix(colour, ink, amount);

/** The palette's colours, and fills with light from the upper left. */
export interface Paint {
  readonly main: string;
  readonly accent: string;
  readonly variation: number;
  /** Fill of an upright round body. */
  across(colour: string): string;
  /** Fill of a flat face. */
  face(colour: string): string;
  /** Fill of a ball or a dome. */
  ball(colour: string): string;
  /** Fill of a pool of light: the colour in the middle, transparent at the rim. */
  glow(colour: string): string;
}

/** Creates a paint, and the `<defs>` that its fills refer to. Read `defs` after drawing. */
export function createPaint(
  idPrefix: string,
  colours: { main: string; accent: string },
  variation: number,
): { paint: Paint; defs: () => string } {
  const gradients = new Map<string, { id: string; markup: string }>();

  function gradient(kind: string, colour: string, shape: string, stops: [number, string, number?][]): string {
    const key = `${kind} ${colour}`;
    const known = gradients.get(key);
    if (known) return `url(#${known.id})`;
    const id = `${idPrefix}-${gradients.size}`;
    const tag = shape.startsWith('cx') ? 'radialGradient' : 'linearGradient';
    const inner = stops.map(
      ([offset, stop, opacity]) =>
        `<stop offset="${offset}" stop-color="${stop}"${opacity === undefined ? '' : ` stop-opacity="${opacity}"`}/>`,
    );
    gradients.set(key, { id, markup: `<${tag} id="${id}" ${shape}>${inner.join('')}</${tag}>` });
    return `url(#${id})`;
  }

  const paint: Paint = {
    ...colours,
    variation,
    across: (colour) =>
      gradient('across', colour, 'x1="0" y1="0" x2="1" y2="0"', [
        [0, darken(colour, 0.06)],
        [0.24, lighten(colour, 0.3)],
        [0.5, colour],
        [1, darken(colour, 0.27)],
      ]),
    face: (colour) =>
      gradient('face', colour, 'x1="0" y1="0" x2="1" y2="1"', [
        [0, lighten(colour, 0.16)],
        [0.55, colour],
        [1, darken(colour, 0.14)],
      ]),
    ball: (colour) =>
      gradient('ball', colour, 'cx="0.36" cy="0.3" r="0.78"', [
        [0, lighten(colour, 0.36)],
        [0.5, colour],
        [1, darken(colour, 0.28)],
      ]),
    glow: (colour) =>
      gradient('glow', colour, 'cx="0.5" cy="0.5" r="0.5"', [
        [0, colour, 0.85],
        [0.45, colour, 0.35],
        [1, colour, 0],
      ]),
  };
  return { paint, defs: () => [...gradients.values()].map(({ markup }) => markup).join('') };
}

export const path = (d: string, fill: string, more = ''): string => `<path d="${d}" fill="${fill}" ${more}/>`;

export const stroke = (d: string, colour: string, width: number, more = ''): string =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round" ${more}/>`;

export const rect = (x: number, y: number, w: number, h: number, r: number, fill: string, more = ''): string =>
  `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="${r}" fill="${fill}" ${more}/>`;

export const ellipse = (cx: number, cy: number, rx: number, ry: number, fill: string, more = ''): string =>
  `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" fill="${fill}" ${more}/>`;

export const circle = (cx: number, cy: number, r: number, fill: string, more = ''): string =>
  ellipse(cx, cy, r, r, fill, more);

/** Turns the inner drawing about a point, in degrees. */
export const turned = (degrees: number, cx: number, cy: number, inner: string): string =>
  `<g transform="rotate(${degrees} ${cx} ${cy})">${inner}</g>`;

/** The inner drawing, and its mirror image about the vertical line through `x`. */
export const mirrored = (x: number, inner: string): string =>
  `${inner}<g transform="translate(${2 * x} 0) scale(-1 1)">${inner}</g>`;

/** The soft shadow under a thing that stands on the table. */
export const standing = (cx: number, rx: number, y = 640): string =>
  ellipse(cx + 18, y, rx * 1.18, Math.min(34, 12 + rx * 0.1), ink, 'opacity="0.1"') +
  ellipse(cx + 6, y, rx, Math.min(20, 7 + rx * 0.06), ink, 'opacity="0.16"');

export const steam = (cx: number, bottom: number): string =>
  [-42, 0, 42]
    .map((dx, i) => {
      const x = cx + dx;
      const y = bottom - (i === 1 ? 22 : 0);
      return stroke(`M${x} ${y} q-20 -28 0 -54 t0 -54`, '#ffffff', 9, 'opacity="0.5"');
    })
    .join('');

/** `count` numbers from `start` on, each `step` apart, for rows of the same thing. */
export const steps = (start: number, step: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => start + i * step);
