import { rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { PlainSummary } from './scripts/plain-summary.ts';

// One dialect's own behaviour: *.sqlite.test.ts and *.postgres.test.ts. Everything else must hold on both.
const tests = [
  'packages/*/{src,test}/**/*.test.ts',
  'apps/*/{src,test}/**/*.test.ts',
  'examples/*.test.ts',
  'deploy/*.test.ts',
];
const unitTests = [
  'packages/*/{src,test}/**/*.unit.test.ts',
  'apps/*/{src,test}/**/*.unit.test.ts',
  'deploy/*.unit.test.ts',
  'scripts/**/*.unit.test.mjs',
];

/** Files that drive a browser. */
const browserTests = ['packages/browser/test/**/*.browser.test.ts'];

/** `npm run test:browser` runs all of them on both databases. `npm test` runs those of the main paths on SQLite. */
const isMatrix = process.env['BROWSER_MATRIX'] === 'on';

// Walks over every procedure that prove what the definitions say, such as who may call it and what is refused before a
// rule reads the database. They run on SQLite alone.
const ofDefinitions = [
  'apps/server/test/cross-origin.test.ts',
  'apps/server/test/hostile.test.ts',
  'apps/server/test/scopes.test.ts',
  'apps/server/test/surfaces.test.ts',
  'apps/server/test/unread-input.test.ts',
  'packages/sdk/src/failures.test.ts',
];

// Where tests that start the server or the command line have them built, once for all. Workers inherit it.
const build = join(tmpdir(), `cartwright-build-${process.pid}`);
process.env['TEST_BUILD'] = build;
process.once('exit', () => {
  for (const path of [build, `${build}.claim`, `${build}.done`]) rmSync(path, { recursive: true, force: true });
});

// The SDK's package names what is built; tests run its source. tsconfig.base.json says the same to the compiler.
const source = (file: string) => fileURLToPath(new URL(`packages/sdk/src/${file}.ts`, import.meta.url));
const resolve = {
  alias: [
    { find: /^@cartwright\/sdk$/, replacement: source('index') },
    { find: /^@cartwright\/sdk\/react-query$/, replacement: source('react-query') },
  ],
};

// Projects inherit nothing.
const shared = {
  // Files share what a worker has imported, which is half of the time. Each still has a database of its own.
  isolate: false,
  // A zone with odd minutes, so that nothing passes because a machine happens to be on UTC.
  env: { TZ: 'Asia/Kathmandu' },
  // Far longer than anything takes by itself: other things may run on a machine.
  testTimeout: 240_000,
  hookTimeout: 240_000,
  expect: { poll: { timeout: 60_000 } },
};

/** Every test but the unit tests runs twice, on SQLite and on Postgres. */
export default defineConfig({
  test: {
    reporters: ['default', new PlainSummary()],
    teardownTimeout: 20_000,
    // Much of a test's time is spent waiting for Postgres or for another process.
    maxWorkers: availableParallelism() + 1,
    projects: [
      { resolve, test: { ...shared, name: 'unit', include: unitTests } },
      {
        resolve,
        test: {
          ...shared,
          name: 'sqlite',
          include: tests,
          exclude: [...unitTests, '**/*.postgres.test.ts', ...browserTests],
          globalSetup: 'packages/db/src/testing/sqlite.global.ts',
        },
      },
      {
        resolve,
        test: {
          ...shared,
          name: 'browser',
          include: isMatrix ? browserTests : ['packages/browser/test/main/*.browser.test.ts'],
          globalSetup: 'packages/db/src/testing/sqlite.global.ts',
        },
      },
      {
        resolve,
        test: {
          ...shared,
          name: 'browser-postgres',
          include: isMatrix ? browserTests : [],
          globalSetup: 'packages/db/src/testing/postgres.global.ts',
        },
      },
      {
        resolve,
        test: {
          ...shared,
          name: 'postgres',
          include: tests,
          exclude: [...unitTests, ...ofDefinitions, '**/*.sqlite.test.ts', ...browserTests],
          globalSetup: 'packages/db/src/testing/postgres.global.ts',
        },
      },
    ],
  },
});
