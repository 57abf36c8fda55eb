import type { Paint } from './paint.ts';

/**
 * A thing that can be drawn on a field of 800 by 800. On the `table` it stands at y = 640 and draws its own shadow. On
 * the `wall`, hung or laid flat, it gets a shadow of its outline. In the `air` it gets none.
 */
export interface Motif {
  scene: 'table' | 'wall' | 'air';
  draw(paint: Paint): string;
}

export const onTable = (draw: Motif['draw']): Motif => ({ scene: 'table', draw });
export const onWall = (draw: Motif['draw']): Motif => ({ scene: 'wall', draw });
export const inAir = (draw: Motif['draw']): Motif => ({ scene: 'air', draw });
