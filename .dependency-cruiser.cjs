const slices = 'auth|products|pricing|store|cart|orders|admin';
const slice = `^packages/api/src/(${slices})/`;
const notProduct = '\\.test\\.ts$|/testing/|/testing\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'packages-by-name',
      comment:
        'A package imports another one by its name, so that package.json declares the dependency and `exports` bounds it.',
      severity: 'error',
      from: { path: '^((packages|apps)/[^/]+)/' },
      // The names of the SDK's entry points stand for these sources in this repository.
      to: {
        path: '^(packages|apps)/',
        pathNot: ['^$1/', '^packages/sdk/src/(index|react-query)\\.ts$'],
        dependencyTypes: ['local'],
      },
    },
    {
      name: 'api-knows-no-process',
      comment: 'packages/process runs a shop: its logs, metrics and traces reach the rules through the ports of Shop.',
      severity: 'error',
      from: { path: '^packages/api/' },
      to: { path: '^packages/process/' },
    },
    {
      name: 'rules-read-no-environment',
      comment: 'The rules and what they stand on do not know their surroundings: settings come in through openShop.',
      severity: 'error',
      from: { path: '^packages/(api|adapters|kernel)/src/', pathNot: notProduct },
      to: { path: '^(node:)?process$' },
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
      name: 'one-package-knows-the-database',
      comment:
        'Only packages/db knows whether it is SQLite or Postgres. Everything else uses Database and the common drizzle-orm.',
      severity: 'error',
      from: { path: '^(packages/(?!db/)|apps/|examples/)', pathNot: notProduct },
      to: {
        path: 'node_modules/drizzle-orm/.*(node-postgres|better-sqlite3|pg-core|sqlite-core)(/|$)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'frontends-know-no-server',
      comment: 'A frontend reaches the shop through the SDK alone, so that it can be deployed without the server.',
      severity: 'error',
      from: { path: '^(apps/storefront|apps/admin|packages/look)/src/', pathNot: notProduct },
      to: { path: '^(packages|apps)/', pathNot: ['^packages/(sdk|look)/', '^$1/src/'] },
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
      from: { path: '^(packages/[^/]+|apps/[^/]+)/src/', pathNot: notProduct + '|\\.child\\.ts$|^packages/browser/' },
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
      extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.cjs'],
    },
    builtInModules: { add: [] },
  },
};
