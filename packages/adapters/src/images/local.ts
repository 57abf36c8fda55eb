import { access, mkdir, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { newId } from '@cartwright/kernel/ids';
import type { ImageStore } from '@cartwright/kernel/ports';
import { z } from 'zod';
import { contentTypeOf, isImageKey } from './key.ts';

const hour = 60 * 60_000;

/** Images in a folder, spread over sub-folders by the first letters of their keys. */
export function createLocalImageStore(folder: string): ImageStore {
  let sweeping: Promise<void> | undefined;
  return {
    async put(key, bytes) {
      if (!isImageKey(key)) throw new Error(`Not the name of an image: ${key}`);
      const path = join(folder, key);
      // Written to a temporary file and renamed, so that no client receives half an image.
      const partial = join(folder, newId());
      await mkdir(folder, { recursive: true });
      await (sweeping ??= sweep(folder).catch(() => {}));
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
      // Fails, and keeps the folder, if it contains other images.
      await rmdir(dirname(path)).catch(() => {});
    },
    async close() {},
  };
}

/** Removes the partial files of dead processes. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!z.uuid().safeParse(name).success) continue;
    const path = join(folder, name);
    // Another process may be writing the file, or may have renamed it.
    const written = await stat(path).catch(() => undefined);
    if (written && written.mtimeMs < Date.now() - hour) await rm(path, { force: true });
  }
}

/** Retries, because another process may remove the folder together with its last image. */
async function moveTo(path: string, partial: string): Promise<void> {
  for (;;) {
    await mkdir(dirname(path), { recursive: true });
    try {
      return await rename(partial, path);
    } catch (error) {
      if (!isMissing(error)) throw error;
      // Ends the loop if the partial file is missing.
      await access(partial);
    }
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
