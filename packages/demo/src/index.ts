export { demoCategories, demoProducts } from './catalogue.ts';
export { drawDrawing, drawingKey, renderDrawing } from './drawings.ts';
export { generatedDrawings, moreProducts } from './generate.ts';
export { demoCode } from './prices.ts';
export { addDemoImages, demoLogins, seedDemoCatalogue, seedDemoShop, seedMoreProducts } from './seed.ts';
export type { DemoCategory, DemoProduct, DemoVariant, Drawing, MotifName, PaletteName } from './types.ts';
