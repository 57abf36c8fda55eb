/** The colours of one drawing: the thing (`main`, `accent`) and the room (`wall`, `table`, `halo`). */
export interface Palette {
  main: string;
  accent: string;
  wall: string;
  table: string;
  halo: string;
}

const rooms = {
  sand: { wall: '#f4ebdd', table: '#e6d7c1', halo: '#fbf5ea' },
  mist: { wall: '#e3ebee', table: '#cddadf', halo: '#f1f6f7' },
  /** For white things, because the halo is darker than the wall. */
  rose: { wall: '#f5e3da', table: '#e6c9bc', halo: '#edd2c6' },
  sage: { wall: '#e4ebdf', table: '#d0dcc9', halo: '#f2f6ee' },
  blush: { wall: '#f6e4dc', table: '#ebcfc3', halo: '#fcf1eb' },
  butter: { wall: '#f8ecc9', table: '#ecd9a5', halo: '#fdf6e1' },
  lilac: { wall: '#e9e4f0', table: '#d7cfe3', halo: '#f5f2f8' },
} as const;

export const palettes = {
  oat: { main: '#e0cfb4', accent: '#8a6a4f', ...rooms.sage },
  cream: { main: '#f3e6cd', accent: '#c9795a', ...rooms.mist },
  snow: { main: '#f4f1ea', accent: '#4f6d8a', ...rooms.rose },
  terracotta: { main: '#cb7452', accent: '#f0d9b5', ...rooms.sand },
  brick: { main: '#a9473c', accent: '#efd3b0', ...rooms.butter },
  blush: { main: '#e4a79c', accent: '#7b4a52', ...rooms.mist },
  mustard: { main: '#dba63a', accent: '#4c5a68', ...rooms.lilac },
  moss: { main: '#6f8257', accent: '#e8d9a8', ...rooms.butter },
  forest: { main: '#3f6655', accent: '#e3b667', ...rooms.blush },
  sky: { main: '#7fa9c4', accent: '#f3e1b9', ...rooms.sand },
  navy: { main: '#37486b', accent: '#e39a67', ...rooms.blush },
  denim: { main: '#54759c', accent: '#f2e4cb', ...rooms.butter },
  plum: { main: '#7b5578', accent: '#e7c3a5', ...rooms.lilac },
  slate: { main: '#65717c', accent: '#e9b872', ...rooms.mist },
  charcoal: { main: '#40434b', accent: '#dd9a5b', ...rooms.sand },
  night: { main: '#34373f', accent: '#c9a25c', ...rooms.lilac },
  walnut: { main: '#84583f', accent: '#e2c08d', ...rooms.sage },
  wood: { main: '#c18f60', accent: '#5c7a68', ...rooms.mist },
  brass: { main: '#cda55a', accent: '#3f5a56', ...rooms.sage },
  steel: { main: '#bcc4ca', accent: '#8a4f3d', ...rooms.blush },
} as const satisfies Record<string, Palette>;

export type PaletteName = keyof typeof palettes;
