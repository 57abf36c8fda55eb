/**
 * Every colour of the e-mails by day and night. Each name is also a class: the day's colour is inline, which all
 * clients read, and the night's is in a style sheet. No colour is digits only, because a search for a six-digit code in
 * the markup must find the code.
 */
const colours = {
  ground: { property: 'background-color', day: '#f4f1ea', night: '#16150f' },
  card: { property: 'background-color', day: '#ffffff', night: '#211f1c' },
  ink: { property: 'color', day: '#1f1d1a', night: '#f3efe7' },
  muted: { property: 'color', day: '#6b655c', night: '#a9a297' },
  line: { property: 'border-color', day: '#e8e3d9', night: '#3a3732' },
  solid: { property: 'background-color', day: '#1f1d1a', night: '#f3efe7' },
  'on-solid': { property: 'color', day: '#ffffff', night: '#1f1d1a' },
  well: { property: 'background-color', day: '#f8f6f1', night: '#2a2824' },
  'good-well': { property: 'background-color', day: '#e3f3ea', night: '#17332a' },
  good: { property: 'color', day: '#1a6b4a', night: '#86d8b1' },
  'waiting-well': { property: 'background-color', day: '#fdf1d3', night: '#39301a' },
  waiting: { property: 'color', day: '#875a00', night: '#f0ca72' },
  'bad-well': { property: 'background-color', day: '#fbe8e4', night: '#40221d' },
  bad: { property: 'color', day: '#a1372a', night: '#f4a79b' },
  'quiet-well': { property: 'background-color', day: '#efebe3', night: '#35322d' },
  quiet: { property: 'color', day: '#5a544b', night: '#cdc6bb' },
} as const;

export type Colour = keyof typeof colours;

export type Tone = 'good' | 'waiting' | 'bad' | 'quiet';

/** The day's colours as inline style. */
export function paint(...names: readonly Colour[]): string {
  return names.map((name) => `${colours[name].property}:${colours[name].day};`).join('');
}

/** The night's colours, for the style sheet. */
export function nightRules(prefix = ''): string {
  return Object.entries(colours)
    .map(([name, { property, night }]) => `${prefix}.${name}{${property}:${night}!important}`)
    .join('');
}
