import { access, mkdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
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
      // Written beside and renamed, so that nobody is ever served half a picture.
      const partial = join(folder, newId());
      await mkdir(folder, { recursive: true });
      try {
        await writeFile(partial, bytes);
        await moveTo(path, partial);
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
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async remove(key) {
      if (!isImageKey(key)) return;
      const path = join(folder, key);
      await rm(path, { force: true });
      // Where others lie beside it, the folder stays.
      await rmdir(dirname(path)).catch(() => {});
    },
    async close() {},
  };
}

/** Its folder may go while it comes: whoever removes the last picture of a folder removes that too. */
async function moveTo(path: string, partial: string): Promise<void> {
  for (;;) {
    await mkdir(dirname(path), { recursive: true });
    try {
      return await rename(partial, path);
    } catch (error) {
      if (!isMissing(error)) throw error;
      // Not for ever: what is to be moved may be what is missing.
      await access(partial);
    }
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
