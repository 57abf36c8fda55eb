import Module from 'node:module';

/** Loaded before the server: tells at its end which modules of OpenTelemetry it had. Production code knows nothing of it. */
process.on('exit', () => {
  const loaded = Object.keys(Module._cache).filter((path) => path.includes('@opentelemetry'));
  console.log(`OpenTelemetry: ${loaded.length} modules`);
});
