import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { bundle } from './bundle.ts';
import { copyFiles, copyPackages } from './packages.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Packages with machine code, which cannot be bundled, by the folder that installs them. */
const nativePackages = {
  'packages/db': ['better-sqlite3'],
  'packages/adapters': ['sharp'],
  'packages/api': ['@node-rs/argon2'],
};

const { values } = parseArgs({ options: { out: { type: 'string', default: 'dist' } } });
const target = resolve(root, values.out);
if (existsSync(target) && readdirSync(target).length > 0 && !existsSync(join(target, 'server.js'))) {
  console.error(`${target} has something in it that is no build of this shop. Name an empty folder.`);
  process.exit(1);
}

const started = performance.now();
await bundle(root, target, Object.values(nativePackages).flat());

const modules = join(target, 'node_modules');
const versions = new Map<string, string>();
for (const [folder, names] of Object.entries(nativePackages)) {
  copyPackages(names, join(root, folder), modules, versions);
}
copyFiles('@cartwright/db', ['migrations'], join(root, 'packages/api'), modules);
copyFiles('@cartwright/demo', ['src/rates/rates.csv'], join(root, 'apps/server'), modules);
copyFiles('swagger-ui-dist', ['swagger-ui.css', 'swagger-ui-bundle.js'], join(root, 'apps/server'), modules);
copyFiles('redoc', ['bundles/redoc.standalone.js'], join(root, 'apps/server'), modules);
const { buildFrontends } = await import(pathToFileURL(join(root, 'scripts/frontends.mjs')).href);
for (const name of await buildFrontends()) {
  cpSync(join(root, 'apps', name, 'dist'), join(target, 'apps', name, 'dist'), { recursive: true });
}
cpSync(join(root, 'LICENSE'), join(target, 'LICENSE'));
writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);

const seconds = ((performance.now() - started) / 1000).toFixed(1);
const megabytes = (sizeOf(target) / 1_000_000).toFixed(0);
console.log(`${values.out}: ${megabytes} MB, ${versions.size} packages beside the bundle, in ${seconds} s`);

function manifest() {
  const { description, license, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  const { version } = JSON.parse(readFileSync(join(root, 'apps/server/package.json'), 'utf8')) as { version: string };
  return {
    name: 'cartwright',
    version,
    private: true,
    description,
    license,
    type: 'module',
    engines,
    os: [process.platform],
    cpu: [process.arch],
    bin: { cartwright: './cartwright.js' },
    scripts: { start: 'node server.js' },
    dependencies: Object.fromEntries(versions),
  };
}

function sizeOf(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}
