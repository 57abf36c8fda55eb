import Module from 'node:module';

/**
 * Loads before the server, and prints the loaded modules of OpenTelemetry at its end. Production code has no part in
 * it.
 */
process.on('exit', () => {
  const loaded = Object.keys(Module._cache).filter((path) => path.includes('@opentelemetry'));
  console.log(`OpenTelemetry: ${loaded.length} modules`);
});
