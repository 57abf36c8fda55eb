import { isFailure } from '@cartwright/sdk';
import { Link } from '@tanstack/react-router';
import { texts } from './shop.ts';

/** The outlines of tiles until they have loaded. */
export function Loading() {
  return (
    <div className="grid" role="status" aria-label={texts.loading}>
      {Array.from({ length: 8 }, (_, index) => (
        <div key={index} className="tile blank" />
      ))}
    </div>
  );
}

export function NotFound() {
  return (
    <section className="state">
      <h1>{texts.notFound}</h1>
      <p>{texts.notFoundHint}</p>
      <Link to="/" search={{}} className="button">
        {texts.home}
      </Link>
    </section>
  );
}

/** A failed page: unknown things are told apart from a shop that cannot be reached. */
export function Failed({ error, again }: { error: unknown; again: () => unknown }) {
  if (isFailure(error, 'NOT_FOUND')) return <NotFound />;
  return (
    <section className="state" role="alert">
      <h1>{texts.failed}</h1>
      {isFailure(error) && <p>{error.message}</p>}
      <button type="button" className="button" onClick={() => void again()}>
        {texts.again}
      </button>
    </section>
  );
}
