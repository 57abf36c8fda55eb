import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureInstalled, root } from './install.mjs';

/** Runs a TypeScript file of this repository in this process, so that signals, input and exit code are its own. */
export async function run(file) {
  await ensureInstalled();
  stopWithNpm();
  const path = join(root, file);
  process.argv[1] = path;
  const { register } = await import('tsx/esm/api');
  register();
  await import(pathToFileURL(path).href);
}

/**
 * npm runs a script below a shell, and a signal kills the shell without reaching the script. Nobody would then know
 * of this process, so it ends itself as soon as npm or that shell is gone.
 */
function stopWithNpm() {
  if (!process.env.npm_lifecycle_script?.includes(basename(process.argv[1]))) return;
  const parent = process.ppid;
  const npm = npmAboveShell(parent);
  const watch = setInterval(() => {
    if (process.ppid === parent && (npm === undefined || npmAboveShell(parent) === npm)) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 250);
  watch.unref();
}

/** The parent of the process `pid` if that is a shell; known on Linux only. */
function npmAboveShell(pid) {
  try {
    const [, name, parent] = /\((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return /^(ba|da|a)?sh$/.test(name) ? Number(parent) : undefined;
  } catch {
    return undefined;
  }
}
