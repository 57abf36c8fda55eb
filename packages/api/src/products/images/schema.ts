import { z } from 'zod';
import { id } from '../../kernel/fields.ts';

export const maxImageBytes = 5 * 1_024 * 1_024;
export const maxImages = 8;

const productId = id.describe("The product's id");

export const addImageInput = z.strictObject({
  id: productId,
  file: z.file().describe('A JPEG, PNG or WebP picture of at most 5 MB and 50 megapixels'),
});

export const removeImageInput = z.strictObject({ id: productId, imageId: id });

export const reorderImagesInput = z.strictObject({
  id: productId,
  imageIds: z.array(id).max(maxImages).describe('Each of its pictures once, the first one first'),
});

export type AddImageInput = z.output<typeof addImageInput>;
export type RemoveImageInput = z.output<typeof removeImageInput>;
export type ReorderImagesInput = z.output<typeof reorderImagesInput>;
