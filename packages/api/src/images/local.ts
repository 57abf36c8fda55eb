import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { newId } from '../kernel/ids.ts';
import type { ImageStore } from '../kernel/ports.ts';
import { contentTypeOf, isImageKey } from './key.ts';

/** Pictures in a folder, spread over sub-folders by the first letters of their names. */
export function createLocalImageStore(folder: string): ImageStore {
  return {
    async put(key, bytes) {
      if (!isImageKey(key)) throw new Error(`Not the name of a picture: ${key}`);
      const path = join(folder, key);
      await mkdir(dirname(path), { recursive: true });
      // Written beside and renamed, so that nobody is ever served half a picture.
      const partial = `${path}.${newId()}`;
      try {
        await writeFile(partial, bytes);
        await rename(partial, path);
      } catch (error) {
        await rm(partial, { force: true });
        throw error;
      }
    },
    async get(key) {
      if (!isImageKey(key)) return undefined;
      try {
        return { bytes: await readFile(join(folder, key)), contentType: contentTypeOf(key) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    async remove(key) {
      if (isImageKey(key)) await rm(join(folder, key), { force: true });
    },
    async close() {},
  };
}
