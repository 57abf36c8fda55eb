import { z } from 'zod';
import { setting, url } from './setting.ts';

const bucket = { setting: 'S3_BUCKET', isMet: (value: string) => /./.test(value), words: 'S3_BUCKET' };

export const pictureSettings = {
  IMAGE_DIR: setting(z.string().default('./data/images'), {
    about: 'Folder of the product pictures, where they are not in S3. All servers must share it.',
    neededBy: 'a server whose data lies elsewhere, as in a container',
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
    about: 'Keeps the pictures in this bucket instead of IMAGE_DIR.',
    neededBy: 'several servers without a shared folder',
    example: 'shop-images',
    otherwise: 'no bucket',
  }),
  S3_REGION: setting(z.string().default('us-east-1'), {
    about: 'Region of the bucket.',
    neededBy: 'a bucket elsewhere',
    example: 'eu-central-1',
    needs: bucket,
  }),
  S3_ENDPOINT: setting(url.optional(), {
    about: 'Address of an S3-compatible service.',
    neededBy: 'buckets that are not at AWS',
    example: 'https://minio.internal:9000',
    otherwise: 'AWS',
    needs: bucket,
  }),
  S3_ACCESS_KEY_ID: setting(z.string().optional(), {
    about: 'Key for the bucket.',
    neededBy: 'machines that are not given access some other way, such as by a role',
    example: 'AKIAIOSFODNN7EXAMPLE',
    otherwise: 'what the machine is given',
    needs: bucket,
  }),
  S3_SECRET_ACCESS_KEY: setting(z.string().optional(), {
    about: 'Its secret.',
    neededBy: 'machines that are not given access some other way, such as by a role',
    example: 'secret-of-the-access-key',
    otherwise: 'what the machine is given',
    needs: bucket,
  }),
};
