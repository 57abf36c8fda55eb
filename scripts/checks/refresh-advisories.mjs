import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../install.mjs';
import { readAdvisories } from './advisories.mjs';

/**
 * `npm run advisories`: reads the registry's advisories on the versions in pnpm-lock.yaml, and stores them in the list.
 */
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { stdout, stderr } = spawnSync('npx', ['--yes', '--loglevel=error', packageManager, 'audit', '--json'], {
  cwd: root,
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
const known = new Map(readAdvisories().map((advisory) => [`${advisory.id} ${advisory.package}`, advisory]));
const before = known.size;
for (const found of reported()) known.set(`${found.id} ${found.package}`, found);
const all = [...known.values()].sort((a, b) => a.package.localeCompare(b.package) || a.id.localeCompare(b.id));
writeFileSync(new URL('advisories.json', import.meta.url), `${JSON.stringify(all, null, 2)}\n`);
console.log(`${known.size - before} advisories are new. \`npm run check -- advisories\` explains them.`);

function reported() {
  let answer;
  try {
    answer = JSON.parse(stdout);
  } catch {
    answer = {};
  }
  if (!answer.advisories) {
    console.error(`The registry gave no advisories.\n${answer.error?.message ?? stderr}`);
    process.exit(1);
  }
  return Object.values(answer.advisories).map((advisory) => ({
    id: advisory.github_advisory_id,
    package: advisory.module_name,
    vulnerable: advisory.vulnerable_versions,
    title: advisory.title,
    url: advisory.url,
  }));
}
