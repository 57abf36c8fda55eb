import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Price } from '../price.tsx';
import { api, texts } from '../shop.ts';
import { Failed, Loading } from '../states.tsx';

const route = getRouteApi('/products/$slug');

export function ProductPage() {
  const { slug } = route.useParams();
  const { data: product, error, refetch } = useQuery(api.products.get.queryOptions({ idOrSlug: slug }));
  const [variantId, setVariantId] = useState<string>();
  const [shown, setShown] = useState(0);
  useEffect(() => {
    if (product) document.title = product.name;
  }, [product]);
  if (error) return <Failed error={error} again={refetch} />;
  if (!product) return <Loading />;
  const { name, description, images, variants, currency, attributes } = product;
  const variant =
    variants.find(({ id }) => id === variantId) ?? variants.find(({ available }) => available > 0) ?? variants[0];
  const image = images[shown] ?? images[0];
  return (
    <article className="product">
      <div>
        <div className="frame large">{image && <img src={image.url} alt={texts.imageOf(name, shown + 1)} />}</div>
        {images.length > 1 && (
          <div className="thumbs">
            {images.map(({ id, url, thumbnails }, index) => (
              <button key={id} type="button" aria-pressed={index === shown} onClick={() => setShown(index)}>
                <img src={thumbnails[0]?.url ?? url} alt={texts.imageOf(name, index + 1)} />
              </button>
            ))}
          </div>
        )}
      </div>
      <div className="facts">
        <h1>{name}</h1>
        {variant && <Price of={variant} currency={currency} />}
        {variants.length > 1 && (
          <fieldset className="variants">
            <legend>{Object.keys(variants[0]?.options ?? {}).join(', ')}</legend>
            {variants.map(({ id, options, available }) => (
              <label key={id} className="chip">
                <input type="radio" name="variant" checked={id === variant?.id} onChange={() => setVariantId(id)} />
                {Object.values(options).join(', ')}
                {available === 0 && ` (${texts.soldOut})`}
              </label>
            ))}
          </fieldset>
        )}
        <p role="status" className="muted">
          {variant && (variant.available > 0 ? texts.available(variant.available) : texts.soldOut)}
        </p>
        <p className="description">{description}</p>
        {Object.keys(attributes).length > 0 && (
          <section>
            <h2>{texts.details}</h2>
            <dl>
              {Object.entries(attributes).map(([key, value]) => (
                <div key={key}>
                  <dt>{key}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </section>
        )}
      </div>
    </article>
  );
}
