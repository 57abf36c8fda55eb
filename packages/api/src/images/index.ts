export { checkImageStore } from './check.ts';
export { createImageStore } from './create-store.ts';
export { imageKey, isImageKey, thumbnailKey, thumbnailWidths } from './key.ts';
export { readImage } from './read.ts';
export { NotAPicture, type RefinedPicture, refinePicture } from './refine.ts';
