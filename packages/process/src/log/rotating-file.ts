import { closeSync, existsSync, fstatSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export interface LogFile {
  write(text: string): void;
  /** Writes the lines that are still in memory. */
  flush(): void;
}

/** Characters that are written together, and the most that are kept while the disk takes none. */
const together = 4_096;
const maxWaiting = 1_048_576;

/** Milliseconds until a disk that took nothing is tried again. */
const retryMilliseconds = 1_000;

/**
 * A file that is rotated when it is full: `app.log` becomes `app.log.1`, and that one `app.log.2`. The current file
 * always has the same name, even after a restart, after its removal, and if several processes write it.
 *
 * @param limits `kept` is the number of full files to keep
 * @throws the folder cannot be made or written
 */
export function openRotatingFile(path: string, { bytes, kept }: { bytes: number; kept: number }): LogFile {
  let descriptor = open();
  let waiting = '';
  let failedAt = Number.NEGATIVE_INFINITY;
  let isTold = false;

  function open(): number {
    mkdirSync(dirname(path), { recursive: true });
    return openSync(path, 'a');
  }

  function reopen(): void {
    const next = open();
    closeSync(descriptor);
    descriptor = next;
  }

  /** False if the file was removed, or another process has rotated it. */
  function hasItsName(): boolean {
    return statSync(path, { throwIfNoEntry: false })?.ino === fstatSync(descriptor).ino;
  }

  function setAside(): void {
    for (let number = kept; number >= 1; number -= 1) {
      const from = number === 1 ? path : `${path}.${number - 1}`;
      if (existsSync(from)) renameSync(from, `${path}.${number}`);
    }
  }

  function flush(): void {
    if (waiting === '') return;
    try {
      if (!hasItsName()) reopen();
      while (waiting !== '') {
        const text = Buffer.from(waiting);
        const written = writeSync(descriptor, text);
        waiting = text.toString('utf8', written);
      }
      if (fstatSync(descriptor).size >= bytes) {
        if (hasItsName()) setAside();
        reopen();
      }
      isTold = false;
    } catch (error) {
      // A full disk must not stop the shop.
      if (!isTold) console.error(`${path} cannot be written: ${error instanceof Error ? error.message : error}`);
      isTold = true;
      failedAt = performance.now();
    }
  }

  return {
    write(text) {
      if (waiting.length < maxWaiting) waiting += text;
      if (waiting.length >= together && performance.now() - failedAt > retryMilliseconds) flush();
    },
    flush,
  };
}
