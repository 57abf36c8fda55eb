export { demoCategories, demoProducts } from './catalogue.ts';
export { generatedPictures, moreProducts } from './generate.ts';
export { drawPicture, pictureKey, renderPicture } from './pictures.ts';
export { addDemoImages, demoLogins, seedDemoCatalogue, seedDemoShop, seedMoreProducts } from './seed.ts';
export type { DemoCategory, DemoProduct, DemoVariant, MotifName, PaletteName, Picture } from './types.ts';
