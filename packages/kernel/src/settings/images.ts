import { z } from 'zod';
import { setting, url } from './setting.ts';

const bucket = { setting: 'S3_BUCKET', isMet: (value: string) => /./.test(value), words: 'S3_BUCKET' };

export const imageSettings = {
  IMAGE_DIR: setting(z.string().default('./data/images'), {
    about: 'Folder of the product images if they are not in S3. All servers must share it.',
    neededBy: 'a server with its data in another place, such as a container with a volume',
    example: '/var/lib/cartwright/images',
    form: 'path',
    needs: {
      setting: 'S3_BUCKET',
      isMet: (value: string) => /^$/.test(value),
      words: 'no S3_BUCKET',
      isMetUnset: true,
    },
  }),
  S3_BUCKET: setting(z.string().optional(), {
    about: 'Bucket for the product images, used instead of IMAGE_DIR.',
    neededBy: 'several servers without a shared folder',
    example: 'shop-images',
    otherwise: 'none; images are in IMAGE_DIR',
  }),
  S3_REGION: setting(z.string().default('us-east-1'), {
    about: 'Region of the bucket.',
    neededBy: 'a bucket in another region',
    example: 'eu-central-1',
    needs: bucket,
  }),
  S3_ENDPOINT: setting(url.optional(), {
    about: 'Address of an S3-compatible service.',
    neededBy: 'a bucket outside AWS',
    example: 'https://minio.internal:9000',
    otherwise: 'AWS',
    needs: bucket,
  }),
  S3_ACCESS_KEY_ID: setting(z.string().optional(), {
    about: 'Access key for the bucket.',
    neededBy: 'a machine without other credentials, such as a role',
    example: 'AKIAIOSFODNN7EXAMPLE',
    otherwise: 'the credentials of the machine',
    needs: bucket,
  }),
  S3_SECRET_ACCESS_KEY: setting(z.string().optional(), {
    about: 'Secret of the access key.',
    neededBy: 'a machine without other credentials, such as a role',
    example: 'secret-of-the-access-key',
    otherwise: 'the credentials of the machine',
    needs: bucket,
  }),
};
