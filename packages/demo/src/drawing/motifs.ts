import { audioMotifs } from './audio.ts';
import { clothingMotifs } from './clothing.ts';
import { coffeeMotifs } from './coffee.ts';
import { gardenMotifs } from './garden.ts';
import { kitchenMotifs } from './kitchen.ts';
import { lightingMotifs } from './lighting.ts';
import { officeMotifs } from './office.ts';
import { travelMotifs } from './travel.ts';

/** Every motif by its name. Add a motif to the file of its category, and a {@link Drawing} may name it. */
export const motifs = {
  ...coffeeMotifs,
  ...kitchenMotifs,
  ...audioMotifs,
  ...officeMotifs,
  ...lightingMotifs,
  ...travelMotifs,
  ...clothingMotifs,
  ...gardenMotifs,
};

export type MotifName = keyof typeof motifs;
