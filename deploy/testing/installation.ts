import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The production build in a folder far from this repository, and what can be done with it. */
export interface Installation {
  /** Where the build is. Nothing in it can be written. */
  readonly app: string;
  /** Where the processes run: empty at first, and theirs to write. */
  readonly data: string;
  /** Runs the command line to its end, with `input` as its standard input. Answers with what it printed. */
  cartwright(args: readonly string[], env: Record<string, string>, input?: string): Promise<string>;
  /** Starts the server, on a free port, and waits until it is ready. */
  startServer(env: Record<string, string>): Promise<RunningServer>;
  remove(): void;
}

export interface RunningServer {
  readonly url: string;
  /** Asks it to stop. Answers with its exit code, or with the signal that ended it. */
  stop(): Promise<number | string>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds for production. The processes run as `nobody` where this one is root, as they would in a container. */
export async function installBuild(): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'cartwright-production-'));
  const [app, data] = [join(folder, 'app'), join(folder, 'data')];
  await promisify(execFile)(process.execPath, [join(root, 'scripts/build.mjs'), '--out', app]);
  mkdirSync(data);
  const account = strangerAccount();
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

async function ready(child: ChildProcess): Promise<RunningServer> {
  let output = '';
  const ended = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  const port = await new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      output += chunk.toString();
      const [, found] = /"port":(\d+)/.exec(output) ?? [];
      if (found) resolve(found);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    void ended.then((end) => reject(new Error(`The server ended with ${end}: ${output}`)));
  });
  const url = `http://127.0.0.1:${port}`;
  const { status } = await fetch(`${url}/readyz`);
  if (status !== 200) throw new Error(`The server listens and answers ${status}: ${output}`);
  return {
    url,
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** Somebody who owns nothing here. Only root can be somebody else. */
function strangerAccount(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number.parseInt(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout, 10);
  const account = { uid: id('-u'), gid: id('-g') };
  return spawnSync(process.execPath, ['--version'], account).status === 0 ? account : {};
}
