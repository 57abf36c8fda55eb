// Made from the procedures of packages/api by `npm run generate`. Review its changes, but do not edit it.

import type { IdempotentMutation, Mutation, ProcedureFacts, Query } from './procedure.ts';

/** Every procedure of the shop, by its name. */
export interface Contract {
  auth: {
    /**
     * Open an account and sign in.
     *
     * For anyone. Over REST: `POST /auth/register`
     *
     * @throws EMAIL_TAKEN
     */
    register: Mutation<AuthRegisterInput, Session>;
    /**
     * Sign in with e-mail address and password.
     *
     * For anyone. Over REST: `POST /auth/login`
     *
     * @throws INVALID_CREDENTIALS
     */
    login: Mutation<AuthLoginInput, Session>;
    /**
     * Exchange a refresh token for new tokens.
     *
     * A refresh token is good for one exchange. Used twice, it ends its session.
     *
     * For anyone. Over REST: `POST /auth/refresh`
     *
     * @throws INVALID_CREDENTIALS, REFRESH_REUSED
     */
    refresh: Mutation<AuthRefreshInput, Session>;
    /**
     * End this session.
     *
     * For whoever is signed in. Over REST: `POST /auth/logout`
     */
    logout: Mutation<void, void>;
    /**
     * Read the account that is signed in.
     *
     * For whoever is signed in. Over REST: `GET /auth/me`
     */
    me: Query<void, User>;
  };
  products: {
    /**
     * List the products on sale.
     *
     * For anyone. Over REST: `GET /products`
     */
    list: Query<ProductsListInput, ProductPage>;
    /**
     * Read one product.
     *
     * For anyone. Over REST: `GET /products/{idOrSlug}`
     *
     * @throws NOT_FOUND
     */
    get: Query<ProductsGetInput, Product>;
    /**
     * Add a product.
     *
     * A simple product has `sku price stock`; one that comes in kinds has `variants`.
     *
     * For admins. Over REST: `POST /products`
     *
     * @throws SLUG_TAKEN, SKU_TAKEN
     */
    create: IdempotentMutation<ProductsCreateInput, Product>;
    stock: {
      /**
       * List every change of a variant's stock, newest first.
       *
       * For admins. Over REST: `GET /variants/{id}/stock`
       *
       * @throws NOT_FOUND
       */
      ledger: Query<ProductsStockLedgerInput, LedgerPage>;
    };
  };
  cart: {
    /**
     * Read the cart, with live prices and stock.
     *
     * For anyone. Over REST: `GET /cart`
     */
    get: Query<void, Cart>;
    /**
     * Put something into the cart.
     *
     * For anyone. Over REST: `POST /cart/items`
     *
     * @throws NOT_FOUND, PRODUCT_UNAVAILABLE, INSUFFICIENT_STOCK
     */
    addItem: IdempotentMutation<CartAddItemInput, Cart>;
  };
  orders: {
    /**
     * What an order would cost, and what stands against it.
     *
     * Takes the same input as `orders.place` and writes nothing.
     *
     * For whoever is signed in. Over REST: `POST /orders/quote`
     */
    quote: Mutation<OrdersQuoteInput, Quote>;
    /**
     * Place an order.
     *
     * From the cart, or from `items` with the cart untouched. The answer does not wait for payment or mail. Send an
     * `Idempotency-Key`: the same key gives the same order, whatever happened to the first answer.
     *
     * For whoever is signed in. Over REST: `POST /orders`
     *
     * @throws CART_EMPTY, PRODUCT_UNAVAILABLE, INSUFFICIENT_STOCK, PRICE_CHANGED
     */
    place: IdempotentMutation<OrdersPlaceInput, Order>;
    /**
     * List your own orders, newest first.
     *
     * For whoever is signed in. Over REST: `GET /orders`
     */
    list: Query<OrdersListInput, OrderPage>;
    /**
     * Read one order with its timeline.
     *
     * For whoever is signed in. Over REST: `GET /orders/{idOrNumber}`
     *
     * @throws NOT_FOUND
     */
    get: Query<OrdersGetInput, Order>;
  };
}

/** What each refusal says beside its code. */
export interface Failures {
  /** 400. */
  MALFORMED_REQUEST: { reason: string };
  /** 401. Sign in, or send a valid access token. */
  UNAUTHENTICATED: Record<never, never>;
  /** 403. Your account may not do this. */
  FORBIDDEN: Record<never, never>;
  /** 403. A cookie counts only from a page of the shop. Add the origin to ALLOWED_ORIGINS, or send a bearer token. */
  CROSS_ORIGIN: Record<never, never>;
  /** 404. There is nothing here, or it is not yours. */
  NOT_FOUND: Record<never, never>;
  /** 413. */
  TOO_LARGE: {
    /** Bytes */
    limit: number;
  };
  /** 415. Send the body as application/json. */
  UNSUPPORTED_MEDIA_TYPE: Record<never, never>;
  /** 422. */
  VALIDATION: {
    issues: {
      /** The field, as `items.0.quantity`; empty for the input itself */
      path: string;
      message: string;
      code: string;
    }[];
  };
  /** 422. This Idempotency-Key was used with another input. Take a new key for a new request. */
  IDEMPOTENCY_KEY_REUSED: Record<never, never>;
  /**
   * 409. The first request with this Idempotency-Key is still running. Try again with the same key in a few seconds.
   */
  IDEMPOTENCY_IN_PROGRESS: Record<never, never>;
  /** 429. */
  RATE_LIMITED: {
    /** Seconds */
    retryAfter: number;
  };
  /** 503. */
  UNAVAILABLE: {
    /** Seconds */
    retryAfter: number;
  };
  /** 500. Something went wrong on our side. The request id helps us find out what. */
  INTERNAL: Record<never, never>;
  /** 401. The e-mail address or the password is wrong. */
  INVALID_CREDENTIALS: Record<never, never>;
  /** 409. There is an account with this e-mail address. Sign in instead. */
  EMAIL_TAKEN: Record<never, never>;
  /** 401. This refresh token was used before, so the session was ended to be safe. Sign in again. */
  REFRESH_REUSED: Record<never, never>;
  /** 409. */
  SLUG_TAKEN: { slug: string };
  /** 409. */
  SKU_TAKEN: { sku: string };
  /** 409. */
  PRODUCT_UNAVAILABLE: { variantIds: string[] };
  /** 409. */
  INSUFFICIENT_STOCK: {
    /** Of the first line that is short */
    available: number;
    lines: {
      variantId: string;
      productId: string;
      name: string;
      sku: string;
      requested: number;
      available: number;
    }[];
  };
  /** 409. There is nothing to order: the cart is empty. */
  CART_EMPTY: Record<never, never>;
  /** 409. */
  PRICE_CHANGED: { quote: Quote };
}

export interface AuthRegisterInput {
  /** An e-mail address */
  email: string;
  password: string;
  name: string;
}

export interface Session {
  user: User;
  /** Send it as `Authorization: Bearer …` */
  accessToken: string;
  /** Good for one `auth.refresh` */
  refreshToken: string;
  tokenType: 'Bearer';
  /** Seconds that the access token still holds */
  expiresIn: number;
  /** When the access token ends */
  expiresAt: Date;
}

export interface User {
  /** UUIDv7 */
  id: string;
  email: string;
  name: string;
  role: 'customer' | 'admin';
  emailVerified: boolean;
  createdAt: Date;
  /** Orders that this customer cancelled */
  cancelledOrders: number;
}

export interface AuthLoginInput {
  email: string;
  password: string;
}

export interface AuthRefreshInput {
  refreshToken: string;
}

export interface ProductsListInput {
  /** A category's slug */
  category?: string | undefined;
  /** In minor units of the store's currency, such as cents */
  minPrice?: number | undefined;
  /** In minor units of the store's currency, such as cents */
  maxPrice?: number | undefined;
  inStock?: boolean | undefined;
  ids?: string[] | undefined;
  /** @default "newest" */
  sort?: 'newest' | 'price' | '-price' | 'name' | undefined;
  /**
   * How many items to answer with
   *
   * @default 20
   */
  limit?: number | undefined;
  /** `nextCursor` of the page before */
  cursor?: string | undefined;
}

export interface ProductPage {
  items: Product[];
  /** Hand it to `cursor` for the next page; null on the last */
  nextCursor: string | null;
}

export interface Product {
  /** UUIDv7 */
  id: string;
  slug: string;
  name: string;
  description: string;
  category: { slug: string; name: string } | null;
  status: 'draft' | 'active' | 'archived';
  attributes: Record<string, string>;
  /** The lowest price of its variants, in minor units */
  price: number;
  /** That of the variant with the lowest price */
  compareAtPrice: number | null;
  /** ISO 4217 */
  currency: string;
  /** The sum over its variants */
  available: number;
  inStock: boolean;
  images: Image[];
  /** The first picture */
  imageUrl: string | null;
  variants: Variant[];
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface Image {
  /** UUIDv7 */
  id: string;
  url: string;
  width: number;
  height: number;
}

export interface Variant {
  /** UUIDv7 */
  id: string;
  sku: string;
  /** Such as `{ "Size": "M" }`; empty for a simple product */
  options: Record<string, string>;
  /** In minor units of the store's currency, such as cents */
  price: number;
  /** The former or recommended price */
  compareAtPrice: number | null;
  /** Pieces that can be ordered: on hand less reserved */
  available: number;
  version: number;
  /** For admins */
  onHand?: number | undefined;
  /** For admins */
  reserved?: number | undefined;
}

export interface ProductsGetInput {
  /** The id or the slug of a product */
  idOrSlug: string;
}

export interface ProductsCreateInput {
  name: string;
  /** Made from the name when left out */
  slug?: string | undefined;
  /** @default "" */
  description?: string | undefined;
  /** A category's slug */
  category?: string | undefined;
  /** @default "active" */
  status?: 'draft' | 'active' | undefined;
  /** @default {} */
  attributes?: Record<string, string> | undefined;
  /** Of a simple product */
  sku?: string | undefined;
  /** Of a simple product */
  price?: number | undefined;
  /** Of a simple product */
  compareAtPrice?: number | undefined;
  /** Of a simple product */
  stock?: number | undefined;
  /** Instead of `sku price compareAtPrice stock` */
  variants?: {
    /** Made from the slug when left out */
    sku?: string | undefined;
    /** @default {} */
    options?: Record<string, string> | undefined;
    /** In minor units of the store's currency, such as cents */
    price: number;
    /** In minor units of the store's currency, such as cents */
    compareAtPrice?: number | undefined;
    /**
     * Pieces on hand
     *
     * @default 0
     */
    stock?: number | undefined;
  }[] | undefined;
}

export interface ProductsStockLedgerInput {
  /** A variant's id */
  id: string;
  /**
   * How many items to answer with
   *
   * @default 20
   */
  limit?: number | undefined;
  /** `nextCursor` of the page before */
  cursor?: string | undefined;
}

export interface LedgerPage {
  items: LedgerEntry[];
  /** Hand it to `cursor` for the next page; null on the last */
  nextCursor: string | null;
}

export interface LedgerEntry {
  /** Grows with time */
  id: number;
  /** Such as `received`, `reserved`, `released`, `shipped` */
  reason: string;
  onHandChange: number;
  reservedChange: number;
  onHandAfter: number;
  reservedAfter: number;
  /** Who did it: `user:<id>`, `job:<name>` or `cli` */
  actor: string;
  /** UUIDv7 */
  orderId: string | null;
  note: string | null;
  createdAt: Date;
}

export interface Cart {
  /** Null while nothing was ever added */
  id: string | null;
  items: CartItem[];
  /** Minor units */
  subtotal: number;
  /** ISO 4217 */
  currency: string;
  /** Pieces in all */
  count: number;
  /** What stands in the way of ordering this */
  issues: CartIssue[];
  expiresAt: Date | null;
  /** A guest's new cart: send it as `X-Cart-Token` from now on */
  token?: string | undefined;
}

export interface CartItem {
  /** UUIDv7 */
  variantId: string;
  /** UUIDv7 */
  productId: string;
  name: string;
  sku: string;
  options: Record<string, string>;
  imageUrl: string | null;
  quantity: number;
  /** The price now */
  unitPrice: number;
  /** The price that was shown when it was added */
  priceAtAdd: number;
  /** In minor units of the store's currency, such as cents */
  lineTotal: number;
  available: number;
}

export interface CartIssue {
  code: 'PRICE_CHANGED' | 'SHORT_STOCK' | 'UNAVAILABLE';
  /** UUIDv7 */
  variantId: string;
  message: string;
}

export interface CartAddItemInput {
  /** UUIDv7 */
  variantId?: string | undefined;
  /** Instead of `variantId`, for a product with a single variant */
  productId?: string | undefined;
  /** @default 1 */
  quantity?: number | undefined;
}

export interface OrdersQuoteInput {
  /** What to order; the cart when left out */
  items?: {
    /** UUIDv7 */
    variantId?: string | undefined;
    /** Instead of `variantId`, for a product with a single variant */
    productId?: string | undefined;
    quantity: number;
  }[] | undefined;
  shippingAddress: Address;
  payment: {
    /** `dummy` takes no money */
    method: 'dummy';
    /**
     * How the dummy provider behaves: it pays, declines, never answers, or answers at the third try
     *
     * @default "ok"
     */
    token?: 'ok' | 'decline' | 'timeout' | 'flaky' | undefined;
  };
  note?: string | undefined;
  /** The total that the customer saw: another one is refused */
  expectedTotal?: number | undefined;
}

export interface Address {
  fullName: string;
  line1: string;
  line2?: string | undefined;
  city: string;
  state?: string | undefined;
  postalCode: string;
  /** ISO 3166-1 alpha-2 */
  country: string;
  phone?: string | undefined;
}

export interface Quote {
  items: OrderItem[];
  /** Minor units, as all amounts */
  subtotal: number;
  discount: number;
  shipping: number;
  tax: number;
  /** subtotal − discount + shipping + tax */
  total: number;
  /** ISO 4217 */
  currency: string;
  /** Everything for which `orders.place` would refuse; empty when it would not */
  problems: QuoteProblem[];
}

export interface OrderItem {
  /** UUIDv7 */
  variantId: string;
  /** UUIDv7 */
  productId: string;
  name: string;
  sku: string;
  options: Record<string, string>;
  imageUrl: string | null;
  /** In minor units of the store's currency, such as cents */
  unitPrice: number;
  quantity: number;
  /** Minor units */
  lineTotal: number;
}

export interface QuoteProblem {
  code: 'CART_EMPTY' | 'PRODUCT_UNAVAILABLE' | 'INSUFFICIENT_STOCK' | 'PRICE_CHANGED';
  message: string;
  /** UUIDv7 */
  variantId?: string | undefined;
  available?: number | undefined;
}

/** The same as `OrdersQuoteInput`. */
export type OrdersPlaceInput = OrdersQuoteInput;

export interface Order {
  /** UUIDv7 */
  id: string;
  /** For people */
  number: string;
  status: 'pending' | 'confirmed' | 'processing' | 'shipped' | 'delivered' | 'cancelled';
  paymentStatus: 'unpaid' | 'authorised' | 'paid' | 'failed' | 'partially_refunded' | 'refunded';
  fulfillmentStatus: 'unfulfilled' | 'fulfilled';
  items: OrderItem[];
  /** Minor units, as all amounts */
  subtotal: number;
  discount: number;
  shipping: number;
  tax: number;
  /** subtotal − discount + shipping + tax */
  total: number;
  /** ISO 4217 */
  currency: string;
  refunded: number;
  shippingAddress: Address;
  payment: {
    method: string;
    /** Why the last attempt failed */
    failure: string | null;
  };
  note: string | null;
  tracking: string | null;
  timeline: OrderEvent[];
  /** What the caller may do with it next */
  allowedTransitions: ('pending' | 'confirmed' | 'processing' | 'shipped' | 'delivered' | 'cancelled')[];
  /** When it is cancelled if it is not paid */
  expiresAt: Date | null;
  createdAt: Date;
}

export interface OrderEvent {
  /** Such as `placed`, `paid`, `cancelled` */
  type: string;
  actor: 'customer' | 'admin' | 'system';
  at: Date;
  data: Record<string, unknown>;
}

export interface OrdersListInput {
  /**
   * How many items to answer with
   *
   * @default 20
   */
  limit?: number | undefined;
  /** `nextCursor` of the page before */
  cursor?: string | undefined;
}

export interface OrderPage {
  items: Order[];
  /** Hand it to `cursor` for the next page; null on the last */
  nextCursor: string | null;
}

export interface OrdersGetInput {
  /** The id or the number of an order */
  idOrNumber: string;
}

/** What the client has to know of each procedure when it runs. */
export const procedures: Readonly<Record<string, ProcedureFacts>> = {
  'auth.register': { kind: 'mutation', input: true, public: true, answers: 'session' },
  'auth.login': { kind: 'mutation', input: true, public: true, answers: 'session' },
  'auth.refresh': { kind: 'mutation', input: true, public: true, answers: 'session' },
  'auth.logout': { kind: 'mutation' },
  'auth.me': { kind: 'query' },
  'products.list': { kind: 'query', input: true, pages: true },
  'products.get': { kind: 'query', input: true },
  'products.create': { kind: 'mutation', input: true, idempotent: true },
  'products.stock.ledger': { kind: 'query', input: true, pages: true },
  'cart.get': { kind: 'query', answers: 'cart' },
  'cart.addItem': { kind: 'mutation', input: true, idempotent: true, answers: 'cart' },
  'orders.quote': { kind: 'mutation', input: true },
  'orders.place': { kind: 'mutation', input: true, idempotent: true },
  'orders.list': { kind: 'query', input: true, pages: true },
  'orders.get': { kind: 'query', input: true },
};
