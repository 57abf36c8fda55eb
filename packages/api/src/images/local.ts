import { access, mkdir, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { newId } from '../kernel/ids.ts';
import type { ImageStore } from '../kernel/ports.ts';
import { contentTypeOf, isImageKey } from './key.ts';

const hour = 60 * 60_000;

/** Images in a folder, spread over sub-folders by the first letters of their names. */
export function createLocalImageStore(folder: string): ImageStore {
  let sweeping: Promise<void> | undefined;
  return {
    async put(key, bytes) {
      if (!isImageKey(key)) throw new Error(`Not the name of an image: ${key}`);
      const path = join(folder, key);
      // Written beside and renamed, so that nobody is ever served half an image.
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
      // Where others lie beside it, the folder stays.
      await rmdir(dirname(path)).catch(() => {});
    },
    async close() {},
  };
}

/** Removes what a process left half written that died in the middle. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!z.uuid().safeParse(name).success) continue;
    const path = join(folder, name);
    // Another process may be writing it, or may have renamed it since.
    const written = await stat(path).catch(() => undefined);
    if (written && written.mtimeMs < Date.now() - hour) await rm(path, { force: true });
  }
}

/** Its folder may go while it comes: whoever removes the last image of a folder removes that too. */
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
