import type { Product, ProductsSearchInput } from '@cartwright/sdk';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type FormEvent, useEffect } from 'react';
import { Price } from '../price.tsx';
import { api, formats, texts } from '../shop.ts';
import { Failed, Loading } from '../states.tsx';

/** The query parameters of the catalogue's address. */
export interface CatalogueSearch {
  readonly q?: string | undefined;
  readonly category?: string | undefined;
  readonly minPrice?: number | undefined;
  readonly maxPrice?: number | undefined;
  readonly inStock?: true | undefined;
  readonly sort?: ProductsSearchInput['sort'];
}

const route = getRouteApi('/');
const sorts = { newest: texts.newest, price: texts.cheapest, '-price': texts.dearest, name: texts.byName };

export function Catalogue() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { q = '', sort = 'newest', ...filters } = search;
  const limit = 24;
  // Without a word a search finds nothing, so the whole catalogue is a list, which has no facets.
  const isSearch = q !== '';
  const found = useInfiniteQuery({
    ...api.products.search.infiniteOptions({ ...filters, q, sort: search.sort ?? 'relevance', limit }),
    placeholderData: (before) => before,
    enabled: isSearch,
  });
  const listed = useInfiniteQuery({
    ...api.products.list.infiniteOptions({ ...filters, sort: sort === 'relevance' ? 'newest' : sort, limit }),
    placeholderData: (before) => before,
    enabled: !isSearch,
  });
  const everything = useQuery({ ...api.products.categories.queryOptions(), enabled: !isSearch });
  const pages = isSearch ? found : listed;
  const facets = isSearch ? found.data?.pages[0]?.facets : undefined;
  const categories = facets?.categories ?? everything.data?.items ?? [];
  const products: readonly Product[] = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  const change = (next: CatalogueSearch) => void navigate({ search: { ...search, ...next }, replace: true });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const words = new FormData(event.currentTarget).get('q');
    change({ q: typeof words === 'string' && words.trim() !== '' ? words.trim() : undefined });
  };
  useEffect(() => {
    document.title = categories.find(({ slug }) => slug === filters.category)?.name ?? texts.all;
  }, [categories, filters.category]);
  if (pages.isError && !pages.data) return <Failed error={pages.error} again={pages.refetch} />;
  return (
    <>
      <h1>{q === '' ? texts.all : `“${q}”`}</h1>
      <form className="search" onSubmit={submit}>
        <search>
          <input key={q} name="q" type="search" defaultValue={q} aria-label={texts.search} placeholder={texts.search} />
          <button type="submit" className="button">
            {texts.searchButton}
          </button>
        </search>
      </form>
      <nav className="chips" aria-label={texts.categories}>
        <Chip isOn={filters.category === undefined} to={{ ...search, category: undefined }} words={texts.all} />
        {categories.map(({ slug, name, count }) => (
          <Chip
            key={slug}
            isOn={filters.category === slug}
            to={{ ...search, category: slug }}
            words={`${name} (${count})`}
          />
        ))}
      </nav>
      <fieldset className="filters">
        <legend className="hidden">{texts.filters}</legend>
        {facets?.priceRanges.map(({ minPrice, maxPrice, count }) => {
          const isOn = filters.minPrice === minPrice;
          const currency = products[0]?.currency ?? 'USD';
          const range = isOn ? {} : { minPrice, ...(maxPrice !== null && { maxPrice }) };
          const ends = [minPrice, ...(maxPrice === null ? [] : [maxPrice])].map((end) => formats.money(end, currency));
          const words = `${ends.join(' – ')}${maxPrice === null ? ' +' : ''} (${count})`;
          const { minPrice: _, maxPrice: __, ...others } = search;
          return <Chip key={minPrice} isOn={isOn} to={{ ...others, ...range }} words={words} />;
        })}
        <label>
          <input
            type="checkbox"
            checked={filters.inStock === true}
            onChange={({ currentTarget }) => change({ inStock: currentTarget.checked ? true : undefined })}
          />
          {texts.inStockOnly}
        </label>
        <label>
          {texts.sort}
          <select
            value={sort}
            onChange={({ currentTarget }) => change({ sort: currentTarget.value as CatalogueSearch['sort'] })}
          >
            {Object.entries(sorts).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </label>
      </fieldset>
      <p className="count" role="status">
        {isSearch && found.data?.pages[0] && texts.found(found.data.pages[0].total)}
      </p>
      {pages.isPending && <Loading />}
      {pages.data && products.length === 0 && (
        <section className="state">
          <h2>{texts.nothing}</h2>
          <p>{texts.nothingHint}</p>
          <Link to="/" search={{}} className="button">
            {texts.clearFilters}
          </Link>
        </section>
      )}
      <ul className="grid">
        {products.map((product) => (
          <Tile key={product.id} product={product} />
        ))}
      </ul>
      {pages.hasNextPage && (
        <button type="button" className="button more" onClick={() => void pages.fetchNextPage()}>
          {texts.more}
        </button>
      )}
    </>
  );
}

function Chip({ isOn, to, words }: { isOn: boolean; to: CatalogueSearch; words: string }) {
  return (
    <Link to="/" search={to} className="chip" aria-current={isOn ? 'true' : undefined} resetScroll={false}>
      {words}
    </Link>
  );
}

function Tile({ product }: { product: Product }) {
  const { slug, name, images, currency, variants, inStock } = product;
  const [image] = images;
  const isFrom = new Set(variants.map(({ price }) => price)).size > 1;
  return (
    <li className="tile">
      <div className="frame">{image && <img src={image.thumbnails[0]?.url ?? image.url} alt="" loading="lazy" />}</div>
      <h2>
        <Link to="/products/$slug" params={{ slug }}>
          {name}
        </Link>
      </h2>
      <Price of={product} currency={currency} isFrom={isFrom} />
      {!inStock && <p className="muted">{texts.soldOut}</p>}
    </li>
  );
}
