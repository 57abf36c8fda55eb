import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A database file that is removed with its process. */
export interface MemoryFile {
  readonly path: string;
  remove(): void;
}

const prefix = 'cartwright-memory-';

/**
 * A temporary file for a database in memory, because two connections cannot share SQLite's own kind. It is removed by
 * `remove`, at the exit of the process, or, after a kill, when the next process opens such a file.
 */
export function openMemoryFile(parent = tmpdir()): MemoryFile {
  mkdirSync(parent, { recursive: true });
  removeOrphans(parent);
  const folder = mkdtempSync(join(parent, `${prefix}${process.pid}-`));
  const remove = () => {
    process.off('exit', remove);
    rmSync(folder, { recursive: true, force: true });
  };
  process.on('exit', remove);
  return { path: join(folder, 'shop.db'), remove };
}

function removeOrphans(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : Number.NaN;
    if (!Number.isNaN(pid) && !isAlive(pid)) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // A process of another user exists, although it may not be signalled.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
