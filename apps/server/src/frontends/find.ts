import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folders of the built frontends. A frontend that was not built has a folder without a page. */
export interface FrontendFolders {
  readonly storefront?: string | undefined;
  readonly admin?: string | undefined;
}

/** Finds `apps/<name>/dist` beside this program: in a build, or above the sources. */
export function findFrontends(): FrontendFolders {
  const from = dirname(fileURLToPath(import.meta.url));
  return { storefront: folderAbove(from, 'storefront'), admin: folderAbove(from, 'admin') };
}

function folderAbove(from: string, name: string): string | undefined {
  const app = join(from, 'apps', name);
  if (existsSync(app)) return join(app, 'dist');
  const above = dirname(from);
  return above === from ? undefined : folderAbove(above, name);
}
