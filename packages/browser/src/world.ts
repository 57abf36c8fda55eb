import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { addDemoImages, seedDemoCatalogue } from '@cartwright/demo';
import { startTestServer, type TestServer } from '@cartwright/server/testing';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findChromium, switches } from './chromium.ts';

export interface PageOptions {
  /** 1280 by default. */
  readonly width?: number;
  readonly theme?: 'light' | 'dark';
  /** `en-US` by default. */
  readonly locale?: string;
}

/** A shop with the demo's goods, its built frontends, and a browser. */
export interface BrowserWorld {
  readonly server: TestServer;
  /**
   * Opens a page for a new visitor. Pages of one visitor share storage: open the second with `page.context().newPage()`.
   * An error in the console or of the script fails the test when the world is closed.
   */
  open(path: string, options?: PageOptions): Promise<Page>;
  /** Errors of all pages so far. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

/**
 * Builds the frontends if their sources have changed, starts a server with the demo shop, and starts Chromium.
 *
 * @param env settings of the server
 * @throws {Error} there is no Chromium
 */
export async function openBrowserWorld(
  env: Record<string, string> = {},
  options: { images?: boolean } = {},
): Promise<BrowserWorld> {
  const executablePath = findChromium();
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const { buildFrontends } = (await import(pathToFileURL(join(root, 'scripts/frontends.mjs')).href)) as {
    buildFrontends(): Promise<string[]>;
  };
  const names = await buildFrontends();
  const folders = Object.fromEntries(names.map((name) => [name, join(root, 'apps', name, 'dist')]));
  const server = await startTestServer({ STOREFRONT: 'on', GUEST_CHECKOUT: 'on', ...env }, { frontends: folders });
  await seedDemoCatalogue(server.shop);
  if (options.images) await addDemoImages(server.shop);
  // Playwright gives each start a profile of its own and removes it.
  const browser: Browser = await chromium.launch({ executablePath, args: switches, headless: true });
  const contexts: BrowserContext[] = [];
  const errors: string[] = [];
  return {
    server,
    errors,
    async open(path, { width = 1_280, theme = 'light', locale = 'en-US' } = {}) {
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        colorScheme: theme,
        locale,
        baseURL: server.url,
      });
      contexts.push(context);
      context.on('weberror', (error) => errors.push(String(error.error())));
      const page = await context.newPage();
      await page.goto(path);
      return page;
    },
    async close() {
      await Promise.all(contexts.map((context) => context.close()));
      await browser.close();
      await server.close();
    },
  };
}
