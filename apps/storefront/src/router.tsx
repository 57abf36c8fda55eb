import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { Layout } from './layout.tsx';
import { Catalogue, type CatalogueSearch } from './pages/catalogue.tsx';
import { ProductPage } from './pages/product.tsx';
import { NotFound } from './states.tsx';

const root = createRootRoute({ component: Layout, notFoundComponent: NotFound });
const sorts = ['relevance', 'newest', 'price', '-price', 'name'] as const;
const amount = (value: unknown) => (typeof value === 'number' && value >= 0 ? value : undefined);
const text = (value: unknown) =>
  ['string', 'number'].includes(typeof value) && value !== '' ? String(value) : undefined;

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: Catalogue,
  validateSearch: (search: Record<string, unknown>): CatalogueSearch => ({
    q: text(search['q']),
    category: text(search['category']),
    minPrice: amount(search['minPrice']),
    maxPrice: amount(search['maxPrice']),
    inStock: search['inStock'] === true || undefined,
    sort: sorts.find((sort) => sort === search['sort']),
  }),
});
const product = createRoute({ getParentRoute: () => root, path: '/products/$slug', component: ProductPage });

export const router = createRouter({ routeTree: root.addChildren([home, product]), scrollRestoration: true });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
