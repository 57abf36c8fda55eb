import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { startTestServer } from '@cartwright/server/testing';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Registry, startRegistry } from './testing/registry.ts';
import { address } from './testing/world.ts';

/** Tests the package as a customer gets it: released to a registry and installed in an empty folder elsewhere. */
const sdk = fileURLToPath(new URL('..', import.meta.url));
const root = fileURLToPath(new URL('../../..', import.meta.url));
const exec = promisify(execFile);
// Compilers and package managers are slow on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });
let folder: string;
let installed: string;
let registry: Registry;
const manifestOf = async (path: string) => JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
const { version, repository, publishConfig } = (await manifestOf(join(sdk, 'package.json'))) as {
  version: string;
  repository?: unknown;
  publishConfig?: unknown;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cartwright-consumer-'));
  installed = join(folder, 'node_modules/@cartwright/sdk');
  registry = await startRegistry('npm-token');
  await release();
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module', private: true }));
  await exec('npm', ['install', `--registry=${registry.url}`, '--no-audit', '--no-fund', '@cartwright/sdk'], {
    cwd: folder,
  });
  await report();
});
afterAll(async () => {
  registry.close();
  await rm(folder, { recursive: true, force: true });
});

/** Does the release workflow's steps with its npm settings, but leaves no tag in this repository. */
async function release(): Promise<void> {
  const settings = join(folder, 'npmrc');
  const { host } = new URL(registry.url);
  const token = `//${host}/:_authToken=\${NODE_AUTH_TOKEN}`;
  await writeFile(settings, `@cartwright:registry=${registry.url}\n${token}\n`);
  // npm passes its own settings to scripts in the environment, where they would override these.
  const clean = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
  const env = {
    ...Object.fromEntries(clean),
    NPM_CONFIG_USERCONFIG: settings,
    NODE_AUTH_TOKEN: 'npm-token',
    // GitHub sets these where a workflow may prove its identity. Without a repository the release requests no proof.
    ...(repository === undefined && {
      GITHUB_ACTIONS: 'true',
      ACTIONS_ID_TOKEN_REQUEST_URL: `${registry.url}identity`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token',
    }),
  };
  await exec('npm', ['run', 'sdk:release', '--', '--no-git-tag'], { cwd: root, env });
}

const consumer = `
import { createCartwright, isFailure, type Address, type Cart, type Contract, type Mutation, type Order } from '@cartwright/sdk';

const address: Address = ${JSON.stringify(address)};
export async function buy(url: string): Promise<Order> {
  const shop = createCartwright({ url });
  const session = await shop.auth.register({ email: 'ada@example.com', password: 'correct horse', name: 'Ada' });
  const ends: Date = session.expiresAt;
  for await (const product of shop.products.list.all({ inStock: true, category: undefined })) {
    const price: number = product.price;
    const cart: Cart = await shop.cart.addItem({ productId: product.id });
    if (price > cart.subtotal || ends < new Date()) throw new Error('impossible');
  }
  try {
    await shop.cart.addItem({ productId: (await shop.products.list()).items[0]!.id, quantity: 50 });
  } catch (error) {
    if (!isFailure(error, 'INSUFFICIENT_STOCK')) throw error;
    const left: number = error.facts.available;
    console.log('left', left);
  }
  const csv = await shop.admin.orders.export({ from: '2026-01-01' }).catch(() => undefined);
  if (csv) await new Response(csv.body).arrayBuffer();
  const signal = AbortSignal.timeout(5_000);
  const order = await shop.orders.place(
    { shippingAddress: address, payment: { method: 'dummy' } },
    { idempotencyKey: 'key-1', signal },
  );
  return shop.orders.get({ idOrNumber: order.id }, { signal });
}
interface Mine extends Contract { reviews: { add: Mutation<{ stars: number }, void> } }
export const rate = (url: string) => createCartwright<Mine>({ url }).reviews.add;
`;

/** The compiler's own libraries, read once because they are the same for every customer. */
const libraries = new Map<string, ts.SourceFile | undefined>();

/** Compiles a file as a customer would, and emits it. Returns the compiler's messages. */
function compile(file: string, source: string, options: Record<string, unknown>): string {
  const written = {
    strict: true,
    skipLibCheck: false,
    // The compiler's own library is not part of this package.
    skipDefaultLibCheck: true,
    target: 'es2022',
    types: [],
    module: options['moduleResolution'] === 'nodenext' ? 'nodenext' : 'esnext',
    ...options,
  };
  writeFileSync(join(folder, file), source);
  const config = { compilerOptions: written, files: [file] };
  const parsed = ts.parseJsonConfigFileContent(config, ts.sys, folder, undefined, join(folder, 'tsconfig.json'));
  const host = ts.createCompilerHost(parsed.options);
  const { getSourceFile } = host;
  const libraryFolder = host.getDefaultLibLocation?.() ?? '';
  host.getSourceFile = (name, ...others) => {
    if (dirname(name) !== libraryFolder) return getSourceFile(name, ...others);
    if (!libraries.has(name)) libraries.set(name, getSourceFile(name, ...others));
    return libraries.get(name);
  };
  const program = ts.createProgram(parsed.fileNames, parsed.options, host);
  const { diagnostics } = program.emit();
  const said = [...parsed.errors, ...ts.getPreEmitDiagnostics(program), ...diagnostics];
  return ts.formatDiagnostics(said, { ...host, getCurrentDirectory: () => folder });
}

test.each([
  { moduleResolution: 'bundler', exactOptionalPropertyTypes: true },
  { moduleResolution: 'bundler', exactOptionalPropertyTypes: false },
  { moduleResolution: 'nodenext', exactOptionalPropertyTypes: true },
  { moduleResolution: 'nodenext', exactOptionalPropertyTypes: false },
  { moduleResolution: 'nodenext', lib: ['es2023'], types: ['node'], typeRoots: [join(root, 'node_modules/@types')] },
])('a consumer compiles with %j', (options) => {
  expect(compile('consumer.ts', consumer, options)).toBe('');
});

/** The messages of the oldest supported compiler for a consumer, including those on its own libraries. */
async function compileWithOldest(options: Record<string, unknown>): Promise<string> {
  const here = join(folder, 'oldest');
  await mkdir(here, { recursive: true });
  await writeFile(join(here, 'consumer.ts'), consumer);
  const compilerOptions = { strict: true, skipLibCheck: false, noEmit: true, target: 'es2022', types: [], ...options };
  await writeFile(join(here, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }));
  const compiler = join(sdk, 'node_modules/typescript-oldest/bin/tsc');
  const { stdout } = await exec(process.execPath, [compiler, '-p', here]).catch((error: { stdout: string }) => error);
  return stdout;
}

test.each([
  { module: 'esnext', moduleResolution: 'bundler', exactOptionalPropertyTypes: true },
  { module: 'node16', moduleResolution: 'node16', exactOptionalPropertyTypes: false },
  { module: 'nodenext', moduleResolution: 'nodenext', exactOptionalPropertyTypes: true },
  { module: 'esnext', moduleResolution: 'node10', exactOptionalPropertyTypes: true },
])('a consumer compiles with TypeScript 5.4 and %j', async (options) => {
  const { version: oldest } = await manifestOf(join(sdk, 'node_modules/typescript-oldest/package.json'));
  expect(oldest).toMatch(/^5\.4\./);
  expect(await compileWithOldest(options)).toBe('');
});

test('slips do not compile', () => {
  const slips = [
    ["shop.cart.addItem({ productId: 'p', quantitty: 2 })", "'quantitty' does not exist"],
    ["shop.products.get({ idOrSlug: 'mug' }).then((product) => product.prize)", "'prize' does not exist"],
    ["shop.auth.login({ email: 'a', password: 'b' }, { idempotencyKey: 'k' })", "'idempotencyKey' does not exist"],
    ['shop.auth.me.all()', "'all' does not exist"],
  ];
  const head = "import { createCartwright } from '@cartwright/sdk';\nconst shop = createCartwright({ url: '' });\n";
  const said = compile('slips.ts', head + slips.map(([slip]) => `${slip};\n`).join(''), {
    moduleResolution: 'bundler',
  });
  const complaints = said.split('\n').filter((line) => line.startsWith('slips.ts'));
  expect(complaints).toEqual(slips.map(([, complaint]) => expect.stringContaining(complaint ?? '')));
});

test('a purchase, with what was installed', async () => {
  expect(compile('consumer.ts', consumer, { moduleResolution: 'nodenext' })).toBe('');
  const server = await startTestServer({}, { worker: false });
  try {
    const admin = await server.signUp({ role: 'admin' });
    await admin.caller.products.create({ name: 'Mug', price: 1_200, stock: 3 });
    const script = `import { buy } from './consumer.js'; console.log((await buy('${server.url}')).total);`;
    const { stdout } = await exec(process.execPath, ['--input-type=module', '-e', script], { cwd: folder });
    expect(stdout).toBe('left 3\n1690\n');
  } finally {
    await server.close();
  }
});

test('a script that has no modules requires what was installed', async () => {
  const script = "console.log(typeof require('@cartwright/sdk').createCartwright)";
  const { stdout } = await exec(process.execPath, ['--input-type=commonjs', '-e', script], { cwd: folder });
  expect(stdout).toBe('function\n');
});

test('npm packs the same files and entry points as the release', async () => {
  const packed = join(folder, 'packed');
  await mkdir(packed);
  await exec('npm', ['pack', '--pack-destination', packed], { cwd: sdk });
  const [tarball = ''] = await readdir(packed);
  await exec('tar', ['-xzf', join(packed, tarball), '-C', packed]);
  expect((await readdir(join(packed, 'package'), { recursive: true })).sort()).toEqual(await filesOf(installed));
  const { main, types, exports } = await manifestOf(join(packed, 'package/package.json'));
  expect(await manifestOf(join(installed, 'package.json'))).toMatchObject({ main, types, exports });
});

describe('the release', () => {
  test('publishes one version, and asks the registry only for it and for its optional peer', () => {
    expect(registry.manifest('@cartwright/sdk', version)).toMatchObject({ name: '@cartwright/sdk', version });
    expect(new Set(registry.asked)).toEqual(new Set(['@cartwright/sdk', '@tanstack/react-query']));
  });

  test('publishes no version twice', async () => {
    const published = registry.manifest('@cartwright/sdk', version);
    await release();
    expect(registry.manifest('@cartwright/sdk', version)).toBe(published);
  });

  test('asks for a proof of where the package was built only if package.json names the repository', async () => {
    expect(registry.audiences).not.toContain('sigstore');
    // Only the script decides about provenance.
    const workflow = await readFile(join(root, '.github/workflows/release.yml'), 'utf8');
    expect(workflow).not.toMatch(/provenance/i);
    expect(publishConfig).toBeUndefined();
  });

  test('runs the script of the workflow', async () => {
    const workflow = await readFile(join(root, '.github/workflows/release.yml'), 'utf8');
    expect(workflow).toContain('publish: npm run sdk:release\n');
  });
});

describe('what is installed', () => {
  test('is these files and no dependency', async () => {
    expect(await filesOf(installed)).toEqual([
      'LICENSE',
      'README.md',
      'dist',
      'dist/THIRD-PARTY-LICENCES.txt',
      'dist/index.d.mts',
      'dist/index.mjs',
      'dist/react-query.d.mts',
      'dist/react-query.mjs',
      'package.json',
    ]);
    expect(await readdir(join(folder, 'node_modules/@cartwright'))).toEqual(['sdk']);
    expect((await readdir(join(folder, 'node_modules'))).filter((name) => !name.startsWith('.'))).toEqual([
      '@cartwright',
    ]);
  });

  test('imports nothing, and its types know nothing of the server', async () => {
    const types = await readFile(join(installed, 'dist/index.d.mts'), 'utf8');
    const code = await readFile(join(installed, 'dist/index.mjs'), 'utf8');
    expect(types).not.toMatch(/^import\b|\bimport\(|\bfrom ['"]|drizzle|@trpc|\bzod\b|superjson|\bpg\b/im);
    expect(code).not.toMatch(/^import\b|\brequire\(|['"]node:|\bBuffer\b/m);
  });

  test('names the licence of everything that is bundled', async () => {
    const notices = await readFile(join(installed, 'dist/THIRD-PARTY-LICENCES.txt'), 'utf8');
    for (const name of ['@trpc/client', '@trpc/server', 'superjson', 'copy-anything'])
      expect(notices).toContain(`${name} `);
    expect(notices.match(/MIT License/g)).toHaveLength(4);
  });
});

async function filesOf(path: string): Promise<string[]> {
  return (await readdir(path, { recursive: true })).sort();
}

/** Prints the size of the package, and fails when it has grown out of proportion. */
async function report(): Promise<void> {
  const small = join(folder, 'minified');
  await exec(process.execPath, [join(sdk, 'node_modules/tsdown/dist/run.mjs'), '--minify', '--no-dts', '-d', small], {
    cwd: sdk,
  });
  const sizes = {
    tarball: registry.tarball('@cartwright/sdk', version).length,
    code: (await stat(join(installed, 'dist/index.mjs'))).size,
    types: (await stat(join(installed, 'dist/index.d.mts'))).size,
    'minified and gzipped': gzipSync(await readFile(join(small, 'index.mjs'))).length,
    'for React Query': gzipSync(await readFile(join(small, 'react-query.mjs'))).length,
  };
  const words = Object.entries(sizes).map(([name, bytes]) => `${name} ${(bytes / 1_000).toFixed(1)} kB`);
  console.log(`@cartwright/sdk: ${words.join(', ')}`);
  expect(sizes['minified and gzipped']).toBeLessThan(20_000);
  expect(sizes['for React Query']).toBeLessThan(1_000);
}
