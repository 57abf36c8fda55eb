import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, root } from './install.mjs';

// Publishes the SDK if the registry does not have its version yet. Arguments go to `changeset publish`.
await ensureInstalled();
const { packageManager } = read('package.json');
// changesets calls a global pnpm. npx puts the pinned one into the PATH of the command.
const command = [
  '--yes',
  '--prefer-offline',
  '--loglevel=error',
  `--package=${packageManager}`,
  'changeset',
  'publish',
];
const child = spawn('npx', [...command, ...process.argv.slice(2)], {
  cwd: root,
  env: { ...process.env, PNPM_CONFIG_PROVENANCE: String(canProveOrigin()) },
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
child.once('error', (error) => {
  console.error(`npx could not be started (${error.message}). It comes with Node: is npm installed?`);
  process.exitCode = 1;
});
child.once('close', (code) => {
  process.exitCode = code ?? 1;
});

/** Whether npm can publish provenance, which names the repository and is signed by GitHub. */
function canProveOrigin() {
  return read('packages/sdk/package.json').repository !== undefined && 'ACTIONS_ID_TOKEN_REQUEST_URL' in process.env;
}

function read(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}
