import { execFile, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { builtOnce } from '@cartwright/process/testing';
import { stranger } from './account.ts';
import { type RunningServer, ready } from './process.ts';

/** The production build in a folder far from this repository, and its programs. */
export interface Installation {
  /** The folder of the build, which is read-only. */
  readonly app: string;
  /** The working folder of the processes: empty at first, and writable. */
  readonly data: string;
  /** Runs the command line to its end, with `input` as its standard input. Resolves to its output. */
  cartwright(args: readonly string[], env: Record<string, string>, input?: string): Promise<string>;
  /** Starts the server on a free port, and waits until it is ready. */
  startServer(env: Record<string, string>): Promise<RunningServer>;
  remove(): void;
}

/** Installs the production build. Its processes run as `nobody` under root, as they would in a container. */
export function installBuild(): Installation {
  const folder = mkdtempSync(join(tmpdir(), 'cartwright-production-'));
  const [app, data] = [join(folder, 'app'), join(folder, 'data')];
  cpSync(builtOnce(), app, { recursive: true });
  mkdirSync(data);
  const account = stranger();
  chmodSync(folder, 0o755);
  if (account.uid !== undefined) chownSync(data, account.uid, account.gid ?? account.uid);
  spawnSync('chmod', ['-R', 'a-w,a+rX', app]);
  const options = (env: Record<string, string>) => ({
    cwd: data,
    ...account,
    env: { PATH: process.env['PATH'], ...env },
  });

  return {
    app,
    data,
    async cartwright(args, env, input = '') {
      const running = promisify(execFile)(process.execPath, [join(app, 'cartwright.js'), ...args], options(env));
      running.child.stdin?.end(input);
      return (await running).stdout;
    },
    startServer: (env) => ready(spawn(process.execPath, [join(app, 'server.js')], options({ PORT: '0', ...env }))),
    remove() {
      spawnSync('chmod', ['-R', 'u+w', app]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
