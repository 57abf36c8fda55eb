import type { Settings } from '@cartwright/kernel/settings';
import { Hono } from 'hono';
import { respondWithKept } from '../compression/respond.ts';
import type { Variables } from '../request.ts';
import { frontendFiles } from './files.ts';
import type { FrontendFolders } from './find.ts';
import { fillPage } from './page.ts';

/** The first parts of the storefront's addresses. Everything else stays with the API. */
const storefrontPages: ReadonlySet<string> = new Set(['', 'products']);

/** The names have a hash of the content, so a browser never asks again. */
const forever = { 'cache-control': 'public, max-age=31536000, immutable' };
const forAWhile = { 'cache-control': 'public, max-age=3600' };

/** Serves the built storefront at `/` and the built office at `/admin`, where the settings and the folders allow it. */
export function frontendRoutes(settings: Settings, folders: FrontendFolders): Hono<{ Variables: Variables }> {
  const app = new Hono<{ Variables: Variables }>();
  if (settings.admin === 'on' && folders.admin !== undefined) {
    serve(app, settings, { folder: folders.admin, base: '/admin', isPage: () => true, title: 'Office' });
  }
  if (settings.storefront === 'on' && folders.storefront !== undefined) {
    const isPage = (path: string) => storefrontPages.has(path.split('/')[0] ?? '');
    serve(app, settings, { folder: folders.storefront, base: '', isPage, title: '' });
  }
  return app;
}

interface Frontend {
  readonly folder: string;
  /** The start of its addresses. */
  readonly base: string;
  readonly isPage: (path: string) => boolean;
  readonly title: string;
}

function serve(
  app: Hono<{ Variables: Variables }>,
  settings: Settings,
  { folder, base, isPage, title }: Frontend,
): void {
  const load = frontendFiles(folder, !settings.isProduction);
  const parts = {
    title: [title, settings.storeName].filter((part) => part !== '').join(' · '),
    hasStripe: settings.stripe !== undefined,
    // The API names images by the public address, which may be another one than the visitor's.
    imageOrigins: [new URL(settings.publicUrl).origin],
  };
  const paths = base === '' ? ['/*'] : [base, `${base}/*`];
  app.on('GET', paths, async (c, next) => {
    const built = await load();
    if (!built) return next();
    const path = c.req.path.slice(base.length + 1);
    const file = built.files.get(path);
    if (file) {
      const asked = { acceptEncoding: c.req.header('accept-encoding'), ifNoneMatch: c.req.header('if-none-match') };
      return respondWithKept(file, asked, path.startsWith('assets/') ? forever : forAWhile);
    }
    return isPage(path) && !path.startsWith('assets/') ? fillPage(built.index, parts) : next();
  });
}
