import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { etagOf } from '../cache/etag.ts';
import { type Keepable, respondWithKept } from '../compression/respond.ts';
import { type DocumentedShop, openApiDocument } from './openapi.ts';

const packageFile = createRequire(import.meta.url);

/** The files that the pages load, from installed packages. Nothing comes from the network. */
const assets = {
  'swagger-ui.css': { from: 'swagger-ui-dist', file: 'swagger-ui.css', type: 'text/css' },
  'swagger-ui.js': { from: 'swagger-ui-dist', file: 'swagger-ui-bundle.js', type: 'text/javascript' },
  'redoc.js': { from: 'redoc', file: 'bundles/redoc.standalone.js', type: 'text/javascript' },
} as const;

// Both libraries write styles into the page, and Redoc starts a worker from a blob.
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "font-src 'self' data:; connect-src 'self'; worker-src blob:; base-uri 'none'; frame-ancestors 'none'";

/** Serves `/openapi.json`, Swagger UI at `/docs` and Redoc at `/redoc`. Each is made at the first request and kept. */
export function docsRoutes(shop: DocumentedShop): Hono {
  const app = new Hono();
  const serve = (path: string, contentType: string, headers: Record<string, string>, make: () => Made) => {
    let kept: Promise<Keepable> | undefined;
    app.get(path, async (c) => {
      kept ??= keepable(contentType, make).catch((error: unknown) => {
        kept = undefined;
        throw error;
      });
      const asked = { acceptEncoding: c.req.header('accept-encoding'), ifNoneMatch: c.req.header('if-none-match') };
      return respondWithKept(await kept, asked, headers);
    });
  };

  serve('/openapi.json', 'application/json', { 'cache-control': 'no-cache', 'access-control-allow-origin': '*' }, () =>
    JSON.stringify(openApiDocument(shop)),
  );
  for (const [path, page] of Object.entries({ '/docs': swaggerPage, '/redoc': redocPage })) {
    const headers = { 'cache-control': 'no-cache', 'content-security-policy': contentSecurityPolicy };
    serve(path, 'text/html; charset=utf-8', headers, () => page);
    app.get(`${path}/`, (c) => c.redirect(path, 301));
  }
  for (const [name, text] of Object.entries({ 'start-swagger.js': startSwagger, 'start-redoc.js': startRedoc })) {
    serve(`/docs/assets/${name}`, 'text/javascript', forAnHour, () => text);
  }
  for (const [name, { from, file, type }] of Object.entries(assets)) {
    serve(`/docs/assets/${name}`, type, forAnHour, async () => {
      const path = join(dirname(packageFile.resolve(`${from}/package.json`)), file);
      // Redoc loads its maker's logo, and the maker would learn of every visitor if the policy allowed it.
      return (await readFile(path, 'utf8')).replace('https://cdn.redoc.ly/redoc/logo-mini.svg', 'data:,');
    });
  }
  return app;
}

type Made = string | Promise<string>;

/** The names carry no version, so browsers revalidate after an hour and get a 304. */
const forAnHour = { 'cache-control': 'public, max-age=3600' };

async function keepable(contentType: string, make: () => Made): Promise<Keepable> {
  const body = Buffer.from(await make());
  return { body, contentType, etag: etagOf(body) };
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
