const slices = 'auth|products|pricing|store|cart|orders|admin';
const slice = `^packages/api/src/(${slices})/`;
const notProduct = '\\.test\\.ts$|/testing/|/testing\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'db-is-the-bottom',
      comment: 'packages/db knows nothing of what is built on it. Dependencies run apps → api → db.',
      severity: 'error',
      from: { path: '^packages/db/' },
      to: { path: '^(packages/(?!db/)|apps/)' },
    },
    {
      name: 'api-knows-no-app',
      comment: 'packages/api is the rules: whoever serves or runs them is above it. Dependencies run apps → api → db.',
      severity: 'error',
      from: { path: '^packages/api/' },
      to: { path: '^(packages/(demo|process|sdk)/|apps/)' },
    },
    {
      name: 'api-speaks-no-http',
      comment: 'packages/api is called by tRPC, REST, the worker and tests alike: HTTP belongs into apps/server.',
      severity: 'error',
      from: { path: '^packages/api/src/' },
      to: { path: '(^|/)(node_modules/)?(hono|@hono/[^/]+)(/|$)' },
    },
    {
      name: 'api-reads-no-environment',
      comment: 'packages/api does not know its surroundings: settings come in through openShop.',
      severity: 'error',
      from: { path: '^packages/api/src/', pathNot: notProduct },
      to: { path: '^(node:)?process$' },
    },
    {
      name: 'apps-stand-alone',
      comment: 'An app is one program. What two of them need belongs into a package.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: notProduct },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'slice-by-its-index',
      comment: 'What a slice promises to others is in its index.ts; the rest of it is free to change.',
      severity: 'error',
      from: { path: slice, pathNot: notProduct },
      to: { path: slice, pathNot: ['^packages/api/src/$1/', '/index\\.ts$'] },
    },
    {
      name: 'admin-is-on-top',
      comment: 'admin uses every other slice, so none of them can use admin. Only the router puts it beside them.',
      severity: 'error',
      from: {
        path: '^packages/api/src/',
        pathNot: ['^packages/api/src/(admin/|router\\.ts$|worker\\.ts$|index\\.ts$)', notProduct],
      },
      to: { path: '^packages/api/src/admin/' },
    },
    {
      name: 'kernel-knows-no-slice',
      comment: 'The kernel is what all slices stand on.',
      severity: 'error',
      from: { path: '^packages/api/src/kernel/', pathNot: notProduct },
      to: { path: slice },
    },
    {
      name: 'one-package-knows-the-database',
      comment:
        'Whether it is SQLite or Postgres is known to packages/db alone. Everything else uses Database and drizzle-orm.',
      severity: 'error',
      from: { path: '^(packages/(?!db/)|apps/|examples/)', pathNot: notProduct },
      to: {
        path: 'node_modules/(better-sqlite3|pg|graphile-worker|drizzle-orm/.*(node-postgres|better-sqlite3|pg-core|sqlite-core))(/|$)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'sdk-is-for-others',
      comment:
        'The SDK is installed where there is no server: it may know the types of the generated contract and nothing else.',
      severity: 'error',
      from: { path: '^packages/sdk/src/', pathNot: notProduct },
      to: { path: '^(packages/(?!sdk/)|apps/)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-test-in-the-product',
      comment: 'What runs in production imports no test and nothing that is there for tests.',
      severity: 'error',
      from: { path: '^(packages/[^/]+|apps/[^/]+)/src/', pathNot: notProduct + '|\\.child\\.ts$' },
      to: { path: '^(packages|apps)/.*(\\.test\\.ts$|/testing/|/testing\\.ts$)' },
    },
    {
      name: 'db-tables-are-the-bottom',
      comment: 'The tables and their vocabulary are what all of packages/db stands on.',
      severity: 'error',
      from: { path: '^packages/db/src/(tables|vocabulary)/', pathNot: notProduct },
      to: { path: '^packages/db/src/', pathNot: '^packages/db/src/(tables|vocabulary)/' },
    },
    {
      name: 'engine-knows-no-feature',
      comment: 'The engine runs SQL in transactions. The queue, notifications, search and the others stand on it.',
      severity: 'error',
      from: { path: '^packages/db/src/engine/', pathNot: notProduct },
      to: { path: '^packages/db/src/', pathNot: '^packages/db/src/(engine|tables|vocabulary)/' },
    },
    {
      name: 'database-is-on-top',
      comment: 'The files in packages/db/src put the folders together, so no folder imports them.',
      severity: 'error',
      from: { path: '^packages/db/src/[^/]+/', pathNot: notProduct + '|\\.child\\.ts$' },
      to: { path: '^packages/db/src/[^/]+$' },
    },
    {
      name: 'no-circles',
      comment: 'Files that need each other cannot be read, tested or moved one at a time.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/(dist|coverage)/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.mts', '.js', '.mjs', '.cjs'],
    },
    builtInModules: { add: [] },
  },
};
