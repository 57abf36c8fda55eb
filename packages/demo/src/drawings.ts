import { renderSvg } from '@cartwright/adapters/images';
import type { Motif } from './drawing/motif.ts';
import { motifs } from './drawing/motifs.ts';
import { circle, createPaint, rect } from './drawing/paint.ts';
import { type Palette, palettes } from './drawing/palettes.ts';
import type { Drawing } from './types.ts';

/** Names a drawing by its content. Drawings with the same key are the same image, so render each key once. */
export function drawingKey({ motif, palette, variation = 0 }: Drawing): string {
  return `${motif}-${palette}-${variation}`;
}

/**
 * Draws an SVG document of 800 by 800 that needs no fonts and no other files.
 *
 * @example
 * drawDrawing({ motif: 'mug', palette: 'oat' }); // '<svg xmlns=…'
 */
export function drawDrawing(drawing: Drawing): string {
  const key = drawingKey(drawing);
  const palette: Palette = palettes[drawing.palette];
  const motif: Motif = motifs[drawing.motif];
  const { paint, defs } = createPaint(key, palette, drawing.variation ?? 0);
  const thing = motif.draw(paint);
  const room =
    rect(0, 0, 800, 800, 0, palette.wall) +
    circle(400, 390, 318, palette.halo) +
    (motif.scene === 'table' ? rect(0, 590, 800, 210, 0, palette.table) : '');
  const shadow = motif.scene === 'wall' ? castShadow(thing) : '';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="800" viewBox="0 0 800 800"><defs>${defs()}</defs>${room}${shadow}${thing}</svg>`;
}

/**
 * Draws the thing's outline twice, each a little further off. An SVG blur would double the time to render a catalogue.
 */
function castShadow(thing: string): string {
  const outline = thing
    .replace(/(fill|stroke)="(?!none)[^"]{0,100}"/g, '$1="#221c2e"')
    .replace(/ (opacity|stroke-dasharray)="[^"]*"/g, '');
  return [7, 16].map((d) => `<g transform="translate(${d} ${d * 1.4})" opacity="0.07">${outline}</g>`).join('');
}

/** Renders the drawing as a WebP of 800 by 800, under 25 kB. */
export function renderDrawing(drawing: Drawing): Promise<Uint8Array> {
  return renderSvg(drawDrawing(drawing));
}
