import { DeleteObjectCommand, GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { ImageStore } from '@cartwright/kernel/ports';
import type { Settings } from '@cartwright/kernel/settings';
import { contentTypeOf, isImageKey } from './key.ts';

/** Images in a bucket of S3 or a compatible service. */
export function createS3ImageStore(settings: NonNullable<Settings['s3']>): ImageStore {
  const { bucket: Bucket, region, endpoint, accessKeyId, secretAccessKey } = settings;
  const client = new S3Client({
    region,
    maxAttempts: 3,
    requestHandler: { requestTimeout: 10_000, connectionTimeout: 2_000 },
    // Other services seldom have a host name for each bucket, and may not support AWS's newest checksums.
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(accessKeyId !== undefined &&
      secretAccessKey !== undefined && { credentials: { accessKeyId, secretAccessKey } }),
  });
  return {
    async put(key, bytes) {
      if (!isImageKey(key)) throw new Error(`Not the name of an image: ${key}`);
      const ContentType = contentTypeOf(key);
      const CacheControl = 'public, max-age=31536000, immutable';
      await client.send(new PutObjectCommand({ Bucket, Key: key, Body: bytes, ContentType, CacheControl }));
    },
    async get(key) {
      if (!isImageKey(key)) return undefined;
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: key }));
        return Body && { bytes: await Body.transformToByteArray(), contentType: contentTypeOf(key) };
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
    async remove(key) {
      if (isImageKey(key)) await client.send(new DeleteObjectCommand({ Bucket, Key: key }));
    },
    async close() {
      client.destroy();
    },
  };
}
