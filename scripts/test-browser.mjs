// Runs every test that drives a browser, on SQLite and on Postgres.
process.env.BROWSER_MATRIX = 'on';
process.argv.splice(2, 0, '--project', 'browser', '--project', 'browser-postgres');
await import('./test.mjs');
