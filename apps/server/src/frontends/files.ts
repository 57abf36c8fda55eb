import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { etagOf } from '../cache/etag.ts';
import type { Keepable } from '../compression/respond.ts';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
};

/** A built frontend in memory. */
export interface Built {
  readonly index: string;
  /** Every other file, by its path below the frontend's address, such as `assets/index-4f2a.js`. */
  readonly files: ReadonlyMap<string, Keepable>;
}

/**
 * Reads a built frontend and keeps it. If `isWatched`, a newer build replaces it at the next call; a page that was
 * opened before can still load its files from the disk of the newer one only if the names are the same.
 */
export function frontendFiles(folder: string, isWatched: boolean): () => Promise<Built | undefined> {
  let kept: { readonly version: number; readonly built: Promise<Built> } | undefined;
  return async () => {
    if (kept && !isWatched) return kept.built;
    const version = await stat(join(folder, 'index.html')).then(
      ({ mtimeMs }) => mtimeMs,
      () => undefined,
    );
    if (version === undefined) return undefined;
    if (kept?.version !== version) kept = { version, built: read(folder) };
    return kept.built;
  };
}

async function read(folder: string): Promise<Built> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  const read = async (path: string): Promise<[string, Keepable]> => {
    const body = await readFile(join(folder, path));
    const contentType = types[extname(path)] ?? 'application/octet-stream';
    return [path.replaceAll(sep, '/'), { body, contentType, etag: etagOf(body) }];
  };
  const files = new Map(await Promise.all(paths.filter((path) => path !== 'index.html').map(read)));
  return { index: await readFile(join(folder, 'index.html'), 'utf8'), files };
}
