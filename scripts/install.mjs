import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const marker = join(root, 'node_modules', '.cartwright-installed');

/** Installs the dependencies of pnpm-lock.yaml unless they are present. Prints the reason and exits 1 if it cannot. */
export async function ensureInstalled() {
  const refusal = refusalOfNode(process.versions.node);
  if (refusal !== undefined) fail(refusal);
  const wanted = { dependencies: dependenciesHash(), node: process.versions.modules };
  const found = installed();
  if (found.dependencies === wanted.dependencies && found.node === wanted.node) return;

  const started = Date.now();
  say('Installing dependencies. The first time takes a minute or two.');
  await pnpm(['install', '--frozen-lockfile', '--reporter=append-only']);
  // Machine code for another version of Node does not load in this one.
  if (found.node && found.node !== wanted.node) await pnpm(['rebuild', 'better-sqlite3']);
  writeFileSync(marker, JSON.stringify(wanted));
  say(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/** A copy of packages/process/src/node-version.ts, because TypeScript cannot be read before the installation. */
export function refusalOfNode(node) {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const oldest = engines.node.split(' || ').map((range) => range.slice(1).split('.').map(Number));
  const [major, minor] = node.split('.').map(Number);
  if (oldest.some(([one, least]) => major === one && minor >= least)) return undefined;
  const named = oldest.map(([one, least]) => (least === 0 ? one : `${one}.${least}`));
  return `Cartwright needs Node ${named.join(' or ')}, or a newer release of one of these. This is Node ${node}.`;
}

function installed() {
  try {
    return JSON.parse(readFileSync(marker, 'utf8'));
  } catch {
    return {};
  }
}

/** A hash that changes with the dependencies. */
export function dependenciesHash() {
  const hash = createHash('sha256');
  for (const name of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests()])
    hash.update(readFileSync(join(root, name)));
  return hash.digest('hex');
}

function manifests() {
  const folders = ['packages', 'apps'].flatMap((parent) =>
    existsSync(join(root, parent)) ? readdirSync(join(root, parent)).map((name) => join(parent, name)) : [],
  );
  return ['.', 'bench', 'deploy', 'examples', ...folders]
    .map((folder) => join(folder, 'package.json'))
    .filter((path) => existsSync(join(root, path)));
}

/** Runs the pnpm of package.json through npm, so that the machine needs only Node. */
function pnpm(args) {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return new Promise((resolve) => {
    const child = spawn('npx', ['--yes', '--loglevel=error', packageManager, ...args], {
      cwd: root,
      // Without CI, pnpm may ask before it replaces a folder. Standard input belongs to the next command.
      env: { ...process.env, CI: 'true' },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    const listen = (chunk) => {
      output += chunk;
      const progress = /Progress: (.*)\n?$/.exec(String(chunk));
      if (progress && process.stderr.isTTY) process.stderr.write(`\r\u001b[K  ${progress[1]}`);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', (error) =>
      fail(`npx could not be started (${error.message}). It comes with Node: is npm installed?`),
    );
    child.once('close', (code) => {
      if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
      if (code === 0) return resolve();
      process.stderr.write(output.replaceAll(/^npm warn .*\n/gm, ''));
      fail(`Installing the dependencies failed. ${advice(output)}`);
    });
  });
}

function advice(output) {
  if (/gyp ERR|node-gyp|not found: make|g\+\+/.test(output)) {
    return (
      'better-sqlite3 could neither be downloaded (from GitHub) nor compiled. To compile it, install g++, make, ' +
      'Python 3 (Debian and Ubuntu: apt-get install g++ make python3; macOS: xcode-select --install). The compiler also ' +
      'downloads the headers of Node from nodejs.org. The output above names the missing part. Then run the command again.'
    );
  }
  if (/OUTDATED_LOCKFILE|LOCKFILE/.test(output)) {
    return 'pnpm-lock.yaml does not match a package.json. Run `npx pnpm install` and commit the file.';
  }
  if (/ENOTFOUND|ECONNREFUSED|ECONNRESET|EAI_AGAIN|ETIMEDOUT|network/i.test(output)) {
    return 'The npm registry could not be reached. Check the network and the proxy, then run the command again.';
  }
  if (/ENOSPC/.test(output)) return 'The disk is full. Free some space and run the command again.';
  return 'The output of pnpm is above. Fix the problem, then run the command again.';
}

/** Standard output belongs to the next command. */
function say(text) {
  process.stderr.write(`${text}\n`);
}

function fail(text) {
  say(text);
  process.exit(1);
}
