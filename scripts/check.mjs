import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { ensureInstalled, root } from './install.mjs';

// The compiler's record of the last run, which makes the next one several times as fast.
const typesSeen = join(root, 'node_modules/.cache/types.tsbuildinfo');

/** The server's project and those of the frontends, which run in browsers. */
const projects = [
  ['.', typesSeen],
  ...['packages/look', 'apps/storefront', 'apps/admin']
    .filter((folder) => existsSync(join(root, folder, 'tsconfig.json')))
    .map((folder) => [join(root, folder), join(root, `node_modules/.cache/types-${folder.split('/')[1]}.tsbuildinfo`)]),
];

/** All static checks. `npm run check -- lint types` runs only those two. */
const checks = {
  types: async () => {
    for (const [project, seen] of projects) {
      const options = ['--noEmit', '--project', project, '--incremental', '--tsBuildInfoFile', seen];
      const complaint = await tool('tsc', options);
      if (complaint !== undefined) return complaint;
    }
    return undefined;
  },
  lint: () => tool('oxlint', ['--deny-warnings', '--report-unused-disable-directives']),
  format: () => tool('biome', ['check', '--error-on-warnings', '--colors=off']),
  boundaries: () =>
    tool('depcruise', ['--output-type', 'err-long', 'packages', 'apps', 'deploy', 'examples', 'scripts']),
  'dead code': () => tool('knip', ['--no-progress', '--no-config-hints']),
  // A process of its own, so that it runs beside the others.
  'held-promises': () => command('node', [join(root, 'scripts/checks/held-promises.mjs')]),
  'regular expressions': () => command('node', [join(root, 'scripts/checks/regular-expressions.mjs')]),
  'openapi document': () => command('node', [join(root, 'scripts/checks/openapi.mjs')]),
  secrets: () => tool('secretlint', ['--maskSecrets', '**/*']),
  licences: async () => (await import('./checks/licences.mjs')).licenceProblems(root),
  advisories: async () => (await import('./checks/advisories.mjs')).advisoryProblems(root),
  migrations: async () => (await migrationsOf('sqlite')) ?? (await migrationsOf('postgres')),
  'generated files': () => command('node', [join(root, 'scripts/generate.mjs'), '--check']),
};

await ensureInstalled();
const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in checks));
if (unknown) {
  console.error(`There is no check "${unknown}". The checks are: ${Object.keys(checks).join(', ')}.`);
  process.exit(2);
}

const waiting = asked.length > 0 ? asked : Object.keys(checks);
let failed = 0;
await Promise.all(Array.from({ length: availableParallelism() }, work));
if (failed > 0) {
  console.log(`${failed} of the checks failed. \`npm run format\` fixes the format.`);
  process.exit(1);
}

/** Runs checks one after the other, beside as many others as there are cores. */
async function work() {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    const started = performance.now();
    const complaint = await checks[name]();
    const seconds = `${((performance.now() - started) / 1000).toFixed(1)} s`;
    console.log(`${complaint === undefined ? '✓' : '✗'} ${name.padEnd(16)}${seconds.padStart(7)}`);
    if (complaint === undefined) continue;
    failed += 1;
    console.log(`\n${complaint.trim()}\n`);
  }
}

/** Resolves to undefined on success, otherwise to the tool's output. */
async function tool(name, args) {
  return command(join(root, 'node_modules/.bin', name), args);
}

async function command(program, args, cwd = root) {
  const { code, output } = await capture(program, args, cwd);
  return code === 0 ? undefined : output || `${program} ended with ${code}`;
}

function capture(program, args, cwd) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.once('error', (error) => resolve({ code: 1, output: error.message }));
    child.once('close', (code) => resolve({ code, output }));
  });
}

/** Lets drizzle-kit generate onto a copy. Reads its output and files, because drizzle-kit always exits 0. */
async function migrationsOf(dialect) {
  const folder = join(root, 'packages/db');
  const cache = join(folder, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const copy = mkdtempSync(join(cache, `migrations-${dialect}-`));
  try {
    const existing = join(folder, 'migrations', dialect);
    if (existsSync(existing)) cpSync(existing, copy, { recursive: true });
    const before = new Set(readdirSync(copy));
    const kit = { sqlite: 'sqlite', postgres: 'postgresql' }[dialect];
    const { output } = await capture(
      join(folder, 'node_modules/.bin/drizzle-kit'),
      [
        'generate',
        `--dialect=${kit}`,
        `--schema=src/schema.${dialect}.ts`,
        `--out=${relative(folder, copy)}`,
        '--name=missing',
      ],
      folder,
    );
    const missing = readdirSync(copy).filter((name) => !before.has(name));
    if (missing.length === 0 && output.includes('No schema changes')) return undefined;
    const statements = missing.map((name) => readFileSync(join(copy, name), 'utf8')).join('\n');
    return [
      `The tables and the migrations of ${dialect} differ. CONTRIBUTING.md says how to add a migration.`,
      statements || output,
    ].join('\n\n');
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
