import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compile } from './compile.mjs';
import { dependenciesHash, ensureInstalled, root } from './install.mjs';

/** Entry points that are compiled, because they start often. */
const entries = { server: 'apps/server/src/main.ts', cartwright: 'apps/worker/src/main.ts' };

/** Runs a TypeScript file of this repository in this process, which keeps its signals, input and exit code. */
export async function run(file) {
  await ensureInstalled();
  stopWithNpm();
  process.argv[1] = join(root, file);
  const [name] = Object.entries(entries).find(([, source]) => source === file) ?? [];
  const compiled = name === undefined ? undefined : await compileEntries();
  if (compiled) {
    process.setSourceMapsEnabled(true);
    await import(pathToFileURL(compiled[name]).href);
    return;
  }
  const { register } = await import('tsx/esm/api');
  register();
  await import(pathToFileURL(join(root, file)).href);
}

/** The paths of the compiled entries; undefined if the cache cannot be written. */
async function compileEntries() {
  try {
    const { modules } = await compile({
      root,
      // The migrations and the documentation pages resolve from here.
      cache: join(root, 'apps/server/node_modules/.cache/cartwright'),
      entries,
      natives: { 'better-sqlite3': 'packages/db', sharp: 'packages/adapters', '@node-rs/argon2': 'packages/api' },
      // graphile-worker would look for a configuration file in this folder and in all above it.
      alias: { cosmiconfig: join(root, 'scripts/build/no-cosmiconfig.ts') },
      salt: dependenciesHash(),
    });
    return modules;
  } catch (error) {
    if (!['EACCES', 'EROFS', 'ENOSPC', 'EPERM'].includes(error.code)) throw error;
    return undefined;
  }
}

/**
 * Ends this process when npm or its shell is gone. npm runs a script under a shell, and a signal kills the shell
 * without reaching the script, which would then run on unnoticed.
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

/** The parent of the process `pid` if `pid` is a shell. Works on Linux only. */
function npmAboveShell(pid) {
  try {
    const [, name, parent] = /\((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return /^(ba|da|a)?sh$/.test(name) ? Number(parent) : undefined;
  } catch {
    return undefined;
  }
}
