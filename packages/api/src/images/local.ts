import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { newId } from '../kernel/ids.ts';
import type { ImageStore } from '../kernel/ports.ts';

const contentTypes: Record<string, string> = { webp: 'image/webp', png: 'image/png', jpg: 'image/jpeg' };

/** A hash and an ending: nothing that could lead out of the folder. */
const keyPattern = /^[a-z0-9]{2}\/[a-z0-9]{16,64}\.(webp|png|jpg)$/;

/** Pictures in a folder, spread over sub-folders by the first letters of their names. */
export function createLocalImageStore(folder: string): ImageStore {
  return {
    async put(key, bytes) {
      if (!keyPattern.test(key)) throw new Error(`Not the name of a picture: ${key}`);
      const path = join(folder, key);
      await mkdir(dirname(path), { recursive: true });
      // Written beside and renamed, so that nobody is ever served half a picture.
      const partial = `${path}.${newId()}`;
      await writeFile(partial, bytes);
      await rename(partial, path);
    },
    async get(key) {
      const [, ending = ''] = keyPattern.exec(key) ?? [];
      const contentType = contentTypes[ending];
      if (!contentType) return undefined;
      try {
        return { bytes: await readFile(join(folder, key)), contentType };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
  };
}
