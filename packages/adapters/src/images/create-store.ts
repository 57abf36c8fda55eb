import type { ImageStore } from '@cartwright/kernel/ports';
import type { Settings } from '@cartwright/kernel/settings';
import { createLocalImageStore } from './local.ts';

/** The store that the settings name. Loads the S3 client only for S3. */
export async function createImageStore({ s3, imageDir }: Pick<Settings, 's3' | 'imageDir'>): Promise<ImageStore> {
  if (s3 === undefined) return createLocalImageStore(imageDir);
  const { createS3ImageStore } = await import('./s3.ts');
  return createS3ImageStore(s3);
}
