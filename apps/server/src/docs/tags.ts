/** The purpose of each part of the API. */
export const tagDescriptions: Readonly<Record<string, string>> = {
  auth:
    'Accounts, sessions, e-mail verification, passwords and the address book. A session begins with `POST /auth/register` ' +
    'or `POST /auth/login`.',
  products:
    'The catalogue: products, variants, images, categories and stock. Everyone reads what is on sale. Admins and API keys ' +
    'edit it.',
  cart:
    "The cart of a guest or a customer, with live prices and stock. A guest's cart is known by its token, which the client " +
    'sends as `X-Cart-Token`.',
  orders: "A customer's own orders: preview, place, pay, cancel, read and follow them.",
  store: 'The facts of the store that a storefront shows: countries, payment methods, limits and legal pages.',
  admin:
    'Orders, accounts, promotions, API keys, inventory, jobs, stats and the audit log, for admins and for programs with API keys.',
};
