import type { ById } from '@cartwright/kernel/by-id';
import { id } from '@cartwright/kernel/fields';
import { z } from 'zod';
import { namedProduct } from '../schema.ts';

export const maxImageBytes = 5 * 1_024 * 1_024;
export const maxImages = 8;

export const addImageInput = z.strictObject({
  ...namedProduct,
  file: z.file().describe('A JPEG, PNG or WebP image of at most 5 MB and 50 megapixels'),
});

export const removeImageInput = z.strictObject({ ...namedProduct, imageId: id });

export const reorderImagesInput = z.strictObject({
  ...namedProduct,
  imageIds: z.array(id).max(maxImages).describe('The id of each image of the product once, in the new order'),
});

export type AddImageInput = ById<z.output<typeof addImageInput>, 'idOrSlug'>;
export type RemoveImageInput = ById<z.output<typeof removeImageInput>, 'idOrSlug'>;
export type ReorderImagesInput = ById<z.output<typeof reorderImagesInput>, 'idOrSlug'>;
