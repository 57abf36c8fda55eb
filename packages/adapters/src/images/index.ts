export { checkImageStore } from './check.ts';
export { createImageStore } from './create-store.ts';
export { imageKey, isImageKey, thumbnailKey, thumbnailWidths } from './key.ts';
export { readImage } from './read.ts';
export { NotAnImage, type RefinedImage, refineImage } from './refine.ts';
export { renderSvg } from './render-svg.ts';
