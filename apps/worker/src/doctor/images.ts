import { checkImageStore } from '@cartwright/adapters/images';
import type { Shop } from '@cartwright/kernel/shop';
import { type Finding, reasonOf, within } from './finding.ts';

/** Checks whether an image can be stored, read and removed. */
export async function checkImages({ images, settings: { s3, imageDir } }: Shop): Promise<Finding> {
  const check = 'image store';
  const place = s3 === undefined ? imageDir : `bucket ${s3.bucket}`;
  try {
    await within(checkImageStore(images));
    return { check, status: 'ok', says: `${place} stores and returns images` };
  } catch (error) {
    const advice =
      s3 === undefined
        ? 'Give this user write access and free disk space, or set IMAGE_DIR to another folder.'
        : 'Check S3_BUCKET, S3_REGION, S3_ENDPOINT and the access key, which must be allowed to put, get and delete objects.';
    return { check, status: 'problem', says: `${place}: ${reasonOf(error)}`, advice };
  }
}
