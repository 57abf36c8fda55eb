import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { openApiDocument } from './openapi.ts';

const packageFile = createRequire(import.meta.url);

/** The files that the pages load, each from the package that was installed: nothing comes from the network. */
const assets = {
  'swagger-ui.css': { from: 'swagger-ui-dist', file: 'swagger-ui.css', type: 'text/css' },
  'swagger-ui.js': { from: 'swagger-ui-dist', file: 'swagger-ui-bundle.js', type: 'text/javascript' },
  'redoc.js': { from: 'redoc', file: 'bundles/redoc.standalone.js', type: 'text/javascript' },
} as const;

// Both libraries write styles into the page, and Redoc starts a worker from a blob.
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "font-src 'self' data:; connect-src 'self'; worker-src blob:; base-uri 'none'; frame-ancestors 'none'";

/** `/openapi.json`, Swagger UI at `/docs`, Redoc at `/redoc`. */
export function docsRoutes(serverUrl: string): Hono {
  const app = new Hono();
  let document: string | undefined;
  app.get('/openapi.json', (c) => {
    document ??= JSON.stringify(openApiDocument(serverUrl));
    return c.body(document, 200, { 'content-type': 'application/json', 'access-control-allow-origin': '*' });
  });

  for (const page of ['/docs', '/redoc']) {
    app.use(page, pagePolicy);
    app.get(`${page}/`, (c) => c.redirect(page, 301));
  }
  app.get('/docs', (c) => c.html(swaggerPage));
  app.get('/redoc', (c) => c.html(redocPage));

  app.get('/docs/assets/start-swagger.js', (c) => c.body(startSwagger, 200, { 'content-type': 'text/javascript' }));
  app.get('/docs/assets/start-redoc.js', (c) => c.body(startRedoc, 200, { 'content-type': 'text/javascript' }));
  for (const [name, { from, file, type }] of Object.entries(assets)) {
    app.get(`/docs/assets/${name}`, async (c) => {
      const path = join(dirname(packageFile.resolve(`${from}/package.json`)), file);
      // Redoc shows the logo of its maker, who would hear of every visitor if the policy let it.
      const text = (await readFile(path, 'utf8')).replace('https://cdn.redoc.ly/redoc/logo-mini.svg', 'data:,');
      return c.body(text, 200, { 'content-type': type, 'cache-control': 'public, max-age=3600' });
    });
  }
  return app;
}

async function pagePolicy(c: { header(name: string, value: string): void }, next: () => Promise<void>): Promise<void> {
  c.header('content-security-policy', contentSecurityPolicy);
  await next();
}

const swaggerPage = html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Cartwright API</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/docs/assets/swagger-ui.css" />
  </head>
  <body>
    <div id="docs"></div>
    <script src="/docs/assets/swagger-ui.js"></script>
    <script src="/docs/assets/start-swagger.js"></script>
  </body>
</html>`;

const startSwagger = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  tryItOutEnabled: true,
  persistAuthorization: true,
  displayRequestDuration: true,
});
`;

const redocPage = html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Cartwright API</title>
    <link rel="icon" href="data:," />
  </head>
  <body style="margin: 0">
    <div id="docs"></div>
    <script src="/docs/assets/redoc.js"></script>
    <script src="/docs/assets/start-redoc.js"></script>
  </body>
</html>`;

const startRedoc = `Redoc.init('/openapi.json', { hideDownloadButton: false }, document.getElementById('docs'));
`;
