import { checkImageStore, type Shop } from '@cartwright/api';
import { type Finding, reasonOf, within } from './finding.ts';

/** Whether a picture can be stored, read and removed. */
export async function checkImages({ images, settings: { s3, imageDir } }: Shop): Promise<Finding> {
  const check = 'image store';
  const place = s3 === undefined ? imageDir : `bucket ${s3.bucket}`;
  try {
    await within(checkImageStore(images));
    return { check, status: 'ok', says: `${place} keeps and gives back` };
  } catch (error) {
    const advice =
      s3 === undefined
        ? 'Give this user the right to write there and make room, or choose another folder in IMAGE_DIR.'
        : 'Check S3_BUCKET, S3_REGION, S3_ENDPOINT and the keys, and that they may put, get and delete objects.';
    return { check, status: 'fault', says: `${place}: ${reasonOf(error)}`, advice };
  }
}
