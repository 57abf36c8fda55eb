import { useQuery } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import { api, texts } from './shop.ts';

/** The frame of every page: the name of the shop, the page, and the links that the law asks for. */
export function Layout() {
  const { data: store } = useQuery({ ...api.store.get.queryOptions(), staleTime: 300_000 });
  const links = Object.entries(store?.links ?? {}).filter(([, url]) => url !== null) as [
    keyof typeof texts.links,
    string,
  ][];
  return (
    <>
      <a className="skip" href="#content">
        {texts.skip}
      </a>
      <header className="bar">
        <Link to="/" search={{}} className="brand">
          {store?.name ?? '…'}
        </Link>
      </header>
      <main id="content" tabIndex={-1}>
        <Outlet />
      </main>
      <footer>
        {store && <p>{store.pricesIncludeTax ? texts.withTax : texts.withoutTax}</p>}
        <nav aria-label={store?.name ?? ''}>
          {links.map(([name, url]) => (
            <a key={name} href={url}>
              {texts.links[name]}
            </a>
          ))}
        </nav>
      </footer>
    </>
  );
}
