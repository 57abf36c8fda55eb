import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import type { Account } from './account.ts';
import { last, pairs, type Stage, stagesOf } from './dockerfile.ts';

/** The result of a Dockerfile, as a folder. */
export interface Image {
  /** The folder that is `/` in the image. */
  readonly root: string;
  /** The folder of an earlier build stage. */
  stage(name: string): string;
  /**
   * Starts a process as in a container: in its folder, with its environment and `env`, as an account that owns no file.
   */
  start(command: readonly string[], env: Record<string, string>): ChildProcess;
  readonly command: readonly string[];
  readonly healthCommand: readonly string[];
  remove(): void;
}

/**
 * Executes a Dockerfile in an empty folder without a container engine. The machine itself stands in for the base image,
 * so system packages are not installed.
 *
 * @param owner owns the files that are copied with `--chown`
 */
export function buildImage(context: string, owner: Account): Image {
  const folder = mkdtempSync(join(tmpdir(), 'cartwright-image-'));
  const stages = stagesOf(join(context, 'Dockerfile'));
  for (const stage of stages) runStage(stage, context, folder, owner);
  const final = stages.at(-1);
  if (!final) throw new Error('The Dockerfile has no stage.');
  const array = (text = '[]') => JSON.parse(text) as string[];
  const root = join(folder, final.name);
  chmodSync(folder, 0o755);
  return {
    root,
    stage: (name) => join(folder, name),
    start([program = '', ...args], env) {
      const inImage = args.map((arg) => (arg.startsWith('/') ? join(root, arg) : arg));
      return spawn(program, inImage, {
        ...owner,
        cwd: join(root, last(final, 'WORKDIR')?.rest ?? '/'),
        env: { PATH: process.env['PATH'], ...pairs(last(final, 'ENV')?.rest ?? ''), ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    },
    command: array(last(final, 'CMD')?.rest),
    healthCommand: array(last(final, 'HEALTHCHECK')?.rest.replace(/^CMD\s+/, '')),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function runStage(stage: Stage, context: string, folder: string, owner: Account): void {
  const root = join(folder, stage.name);
  let workdir = root;
  mkdirSync(root);
  for (const { name, flags, rest } of stage.instructions) {
    if (name === 'WORKDIR') {
      workdir = join(root, rest);
      mkdirSync(workdir, { recursive: true });
    }
    if (name === 'RUN' && !rest.startsWith('apt-get ')) run('sh', ['-c', rest], workdir);
    if (name !== 'COPY') continue;
    const paths = rest.split(/\s+/);
    const given = paths.pop() ?? '.';
    const target = given.startsWith('/') ? join(root, given) : resolve(workdir, given);
    for (const path of paths) {
      if (flags['from'] === undefined) copyFromContext(context, path, target);
      else cpSync(join(folder, flags['from'], path), target, { recursive: true, verbatimSymlinks: true });
    }
    if (flags['chown'] !== undefined && owner.uid !== undefined) {
      run('chown', ['-R', `${owner.uid}:${owner.gid}`, target], root);
    }
  }
}

/** Copies a file or the content of a folder into a folder, without the entries of .dockerignore. */
function copyFromContext(context: string, path: string, target: string): void {
  const ignored = readFileSync(join(context, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(asPattern);
  const source = resolve(context, path);
  cpSync(source, source === context ? target : join(target, path), {
    recursive: true,
    filter: (file) => !ignored.some((pattern) => pattern.test(relative(context, file))),
  });
}

function asPattern(glob: string): RegExp {
  const [anywhere, name] = glob.startsWith('**/') ? ['(.*/)?', glob.slice(3)] : ['', glob];
  return new RegExp(`^${anywhere}${name.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`);
}

function run(program: string, args: readonly string[], cwd: string): void {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8', env: cleanEnvironment() });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}.\n${stdout}${stderr}`);
}

/** The environment without the variables of the running test. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(NODE_ENV|VITEST)/.test(name)));
}
