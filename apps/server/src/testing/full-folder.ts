import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that can be made full, so that every write to it fails. */
export interface SmallFolder {
  readonly path: string;
  fill(): void;
  makeRoom(): void;
  remove(): void;
}

/**
 * Makes a small file system of its own. If mounting is not allowed, `fill` replaces the folder by a file, and every
 * write fails as well.
 */
export function smallFolder(): SmallFolder {
  const folder = mkdtempSync(join(tmpdir(), 'cartwright-small-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status === 0;
  const path = join(folder, 'images');
  mkdirSync(path);
  const ballast = join(folder, 'ballast');
  if (!mounted) {
    return {
      path,
      fill() {
        renameSync(path, `${path}.aside`);
        writeFileSync(path, '');
      },
      makeRoom() {
        rmSync(path);
        renameSync(`${path}.aside`, path);
      },
      remove: () => rmSync(folder, { recursive: true }),
    };
  }
  return {
    path,
    fill() {
      const file = openSync(ballast, 'w');
      try {
        for (;;) writeSync(file, Buffer.alloc(4_096));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      } finally {
        closeSync(file);
      }
    },
    makeRoom: () => rmSync(ballast),
    remove() {
      spawnSync('umount', ['--lazy', folder]);
      rmSync(folder, { recursive: true });
    },
  };
}
