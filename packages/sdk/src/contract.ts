// Made from the procedures of packages/api by `npm run generate`. Review its changes, but do not edit it.

import type { Download, IdempotentMutation, Mutation, ProcedureFacts, Query, Subscription } from './procedure.ts';

/** Every procedure of the shop, by its name. */
export interface Contract {
  auth: {
    /**
     * Mail a code that verifies an e-mail address.
     *
     * The mail carries a link that does the same. The answer does not depend on whether the address is known.
     *
     * For anyone. Over REST: `POST /auth/code`
     */
    requestCode: Mutation<AuthRequestCodeInput, AuthRequestCodeOutput>;
    /**
     * Redeem the code, or the link, of a mail.
     *
     * Codes are six digits, hold for 10 minutes, take 5 guesses, and count once. Up to five of an address hold at the
     * same time; using one ends the others.
     *
     * For anyone. Over REST: `POST /auth/code/verify`
     *
     * @throws CODE_INVALID, CODE_EXPIRED, CODE_LOCKED, TOKEN_INVALID
     */
    verifyCode: Mutation<AuthVerifyCodeInput, Verification>;
    /**
     * Open an account and sign in.
     *
     * Sent again with its Idempotency-Key it opens no second account, and shows no tokens again: sign in.
     *
     * For anyone. Over REST: `POST /auth/register`
     *
     * @throws EMAIL_TAKEN, VERIFICATION_REQUIRED, TOKEN_INVALID, INVALID_CREDENTIALS, COOKIE_UNAVAILABLE
     */
    register: IdempotentMutation<AuthRegisterInput, Session>;
    /**
     * Sign in with e-mail address and password.
     *
     * For anyone. Over REST: `POST /auth/login`
     *
     * @throws INVALID_CREDENTIALS, COOKIE_UNAVAILABLE
     */
    login: Mutation<AuthLoginInput, Session>;
    /**
     * Exchange a refresh token for new tokens, or prolong the session of a cookie.
     *
     * A refresh token is good for one exchange. For 10 seconds a repetition gets the same tokens again, unless they
     * were exchanged already, so that a lost answer costs nothing. Any later use of it ends the session.
     *
     * For anyone. Over REST: `POST /auth/refresh`
     *
     * @throws INVALID_CREDENTIALS, REFRESH_REUSED, UNAUTHENTICATED
     */
    refresh: Mutation<AuthRefreshInput, Session>;
    /**
     * End this session.
     *
     * For whoever is signed in. Over REST: `POST /auth/logout`
     */
    logout: Mutation<void, void>;
    /**
     * Sign out on every device.
     *
     * For whoever is signed in. Over REST: `POST /auth/logout-all`
     */
    logoutAll: Mutation<void, void>;
    sessions: {
      /**
       * List the devices that are signed in.
       *
       * For whoever is signed in. Over REST: `GET /auth/sessions`
       */
      list: Query<AuthSessionsListInput, DevicePage>;
      /**
       * Sign a device out.
       *
       * For whoever is signed in. Over REST: `DELETE /auth/sessions/{id}`
       *
       * @throws NOT_FOUND
       */
      revoke: Mutation<AuthSessionsRevokeInput, void>;
    };
    /**
     * Read the account that is signed in.
     *
     * For whoever is signed in. Over REST: `GET /auth/me`
     */
    me: Query<void, User>;
    /**
     * Change the account that is signed in.
     *
     * For whoever is signed in. Over REST: `PATCH /auth/me`
     */
    updateMe: Mutation<AuthUpdateMeInput, User>;
    /**
     * Choose a new password, which ends all other sessions.
     *
     * For whoever is signed in. Over REST: `POST /auth/password`
     *
     * @throws INVALID_CREDENTIALS, COOKIE_UNAVAILABLE
     */
    changePassword: Mutation<AuthChangePasswordInput, void>;
    /**
     * Mail a link that sets a new password.
     *
     * The answer does not depend on whether the address is known.
     *
     * For anyone. Over REST: `POST /auth/password/forgot`
     */
    requestPasswordReset: Mutation<AuthRequestPasswordResetInput, void>;
    /**
     * Set a new password with the token of a mail, which ends all sessions.
     *
     * For anyone. Over REST: `POST /auth/password/reset`
     *
     * @throws TOKEN_INVALID
     */
    resetPassword: Mutation<AuthResetPasswordInput, void>;
    addresses: {
      /**
       * Read the address book.
       *
       * For whoever is signed in. Over REST: `GET /auth/addresses`
       */
      list: Query<AuthAddressesListInput, SavedAddressPage>;
      /**
       * Add an address.
       *
       * For whoever is signed in. Over REST: `POST /auth/addresses`
       */
      create: IdempotentMutation<AddressInput, SavedAddress>;
      /**
       * Change an address.
       *
       * For whoever is signed in. Over REST: `PATCH /auth/addresses/{id}`
       *
       * @throws NOT_FOUND
       */
      update: Mutation<AuthAddressesUpdateInput, SavedAddress>;
      /**
       * Take an address out.
       *
       * For whoever is signed in. Over REST: `DELETE /auth/addresses/{id}`
       *
       * @throws NOT_FOUND
       */
      remove: Mutation<AuthAddressesRemoveInput, void>;
    };
    /**
     * Read everything that the shop stores about the account.
     *
     * For whoever is signed in. Over REST: `GET /auth/me/export`
     */
    exportMe: Download<void>;
    /**
     * Erase the account; orders stay without the person.
     *
     * What an open order needs stays until it is delivered, or cancelled and refunded: mails about it still come.
     *
     * For whoever is signed in. Over REST: `DELETE /auth/me`
     *
     * @throws INVALID_CREDENTIALS, LAST_ADMIN
     */
    deleteMe: Mutation<AuthDeleteMeInput, ErasedAccount>;
  };
  products: {
    /**
     * List the products on sale.
     *
     * For anyone. Over REST: `GET /products`
     */
    list: Query<ProductsListInput, ProductPage>;
    /**
     * Search the products on sale.
     *
     * In names, SKUs and descriptions, without regard to case and accents. Words may be incomplete, and where they find
     * nothing, misspelled by a letter. `C++`, `C#`, `.NET` and `50%` are words of their own.
     *
     * For anyone. Over REST: `GET /products/search`
     */
    search: Query<ProductsSearchInput, SearchPage>;
    /**
     * Read one product.
     *
     * For anyone. Over REST: `GET /products/{idOrSlug}`
     *
     * @throws NOT_FOUND
     */
    get: Query<ProductsGetInput, Product>;
    /**
     * List the categories.
     *
     * For anyone. Over REST: `GET /categories`
     */
    categories: Query<void, CategoryList>;
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
    /**
     * Edit a product.
     *
     * What is left out stays as it is.
     *
     * For admins. Over REST: `PATCH /products/{idOrSlug}`
     *
     * @throws NOT_FOUND, STALE_VERSION, SLUG_TAKEN, SKU_TAKEN
     */
    update: Mutation<ProductsUpdateInput, Product>;
    /**
     * Take a product off sale.
     *
     * Nobody finds it any more, and carts say so; old orders keep reading it.
     *
     * For admins. Over REST: `DELETE /products/{idOrSlug}`
     *
     * @throws NOT_FOUND, STALE_VERSION
     */
    archive: Mutation<ProductsArchiveInput, void>;
    /**
     * Put an archived product back on sale.
     *
     * For admins. Over REST: `POST /products/{idOrSlug}/restore`
     *
     * @throws NOT_FOUND, STALE_VERSION
     */
    restore: Mutation<ProductsRestoreInput, Product>;
    variants: {
      /**
       * Add a variant to a product.
       *
       * The SKU of a variant that was removed from this product brings that one back.
       *
       * For admins. Over REST: `POST /products/{idOrSlug}/variants`
       *
       * @throws NOT_FOUND, SKU_TAKEN
       */
      create: IdempotentMutation<ProductsVariantsCreateInput, Variant>;
      /**
       * Edit a variant.
       *
       * What is left out stays as it is. Its stock is changed at `/variants/{id}/stock`.
       *
       * For admins. Over REST: `PATCH /variants/{id}`
       *
       * @throws NOT_FOUND, STALE_VERSION, SKU_TAKEN
       */
      update: Mutation<ProductsVariantsUpdateInput, Variant>;
      /**
       * Take a variant out of its product.
       *
       * One that has a history stays readable in orders and in its ledger.
       *
       * For admins. Over REST: `DELETE /variants/{id}`
       *
       * @throws NOT_FOUND, STALE_VERSION
       */
      remove: Mutation<ProductsVariantsRemoveInput, void>;
    };
    images: {
      /**
       * Add a picture to a product.
       *
       * Its type is decided by its content. It is written anew, without its metadata, with three thumbnails.
       *
       * For admins. Over REST: `POST /products/{idOrSlug}/images`
       *
       * @throws NOT_FOUND, UNSUPPORTED_IMAGE
       */
      add: IdempotentMutation<ProductsImagesAddInput, Image>;
      /**
       * Take a picture from a product.
       *
       * For admins. Over REST: `DELETE /products/{idOrSlug}/images/{imageId}`
       *
       * @throws NOT_FOUND
       */
      remove: Mutation<ProductsImagesRemoveInput, void>;
      /**
       * Put a product's pictures into an order.
       *
       * For admins. Over REST: `PUT /products/{idOrSlug}/images`
       *
       * @throws NOT_FOUND
       */
      reorder: Mutation<ProductsImagesReorderInput, Product>;
    };
    stock: {
      /**
       * Add pieces to the stock, or take some away.
       *
       * For admins. Over REST: `POST /variants/{id}/stock`
       *
       * @throws NOT_FOUND, STOCK_RESERVED
       */
      adjust: IdempotentMutation<ProductsStockAdjustInput, Variant>;
      /**
       * Set the stock to what was counted.
       *
       * Pieces that came or went since the `version` make the count stale; reservations do not.
       *
       * For admins. Over REST: `PUT /variants/{id}/stock`
       *
       * @throws NOT_FOUND, STALE_VERSION, STOCK_RESERVED
       */
      set: IdempotentMutation<ProductsStockSetInput, Variant>;
      /**
       * List every change of a variant's stock, newest first.
       *
       * For admins. Over REST: `GET /variants/{id}/stock`
       *
       * @throws NOT_FOUND
       */
      ledger: Query<ProductsStockLedgerInput, LedgerPage>;
    };
    /**
     * Name a category, or make one.
     *
     * For admins. Over REST: `PUT /categories/{slug}`
     *
     * @throws NOT_FOUND, STALE_VERSION, SLUG_TAKEN
     */
    saveCategory: Mutation<ProductsSaveCategoryInput, Category>;
    /**
     * Remove a category.
     *
     * Its products stay, without one.
     *
     * For admins. Over REST: `DELETE /categories/{slug}`
     *
     * @throws NOT_FOUND, STALE_VERSION
     */
    removeCategory: Mutation<ProductsRemoveCategoryInput, void>;
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
     * On top of what is there. The first thing that a guest adds answers with the `token` of a new cart.
     *
     * For anyone. Over REST: `POST /cart/items`
     *
     * @throws NOT_FOUND, PRODUCT_UNAVAILABLE, INSUFFICIENT_STOCK
     */
    addItem: IdempotentMutation<CartAddItemInput, Cart>;
    /**
     * Set how many of an item the cart holds.
     *
     * For anyone. Over REST: `PUT /cart/items/{variantId}`
     *
     * @throws NOT_FOUND, PRODUCT_UNAVAILABLE, INSUFFICIENT_STOCK
     */
    updateItem: Mutation<CartUpdateItemInput, Cart>;
    /**
     * Take an item out of the cart.
     *
     * For anyone. Over REST: `DELETE /cart/items/{variantId}`
     */
    removeItem: Mutation<CartRemoveItemInput, Cart>;
    /**
     * Take everything out of the cart.
     *
     * For anyone. Over REST: `DELETE /cart`
     */
    clear: Mutation<void, Cart>;
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
     * Cancel an order before it is shipped.
     *
     * Its stock is free again, and what was paid goes back.
     *
     * For whoever is signed in. Over REST: `POST /orders/{idOrNumber}/cancel`
     *
     * @throws NOT_FOUND, INVALID_TRANSITION
     */
    cancel: IdempotentMutation<OrdersCancelInput, Order>;
    /**
     * Pay an order again whose payment failed.
     *
     * For whoever is signed in. Over REST: `POST /orders/{idOrNumber}/pay`
     *
     * @throws NOT_FOUND, INVALID_TRANSITION, PAYMENT_TOO_LATE, PAYMENT_IN_PROGRESS
     */
    pay: IdempotentMutation<OrdersPayInput, Order>;
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
    /**
     * Follow what happens to an order.
     *
     * Begins with the newest event, or after `lastEventId`, and goes on with whatever happens. Read the order once the
     * stream is open, and you miss nothing.
     *
     * For whoever is signed in. Over REST: `GET /orders/{idOrNumber}/events`
     *
     * @throws NOT_FOUND, TOO_MANY_STREAMS
     */
    onUpdate: Subscription<OrdersOnUpdateInput, OrderUpdate>;
    /**
     * Follow what happens to all your own orders, in one stream.
     *
     * Begins with the newest event, or after `lastEventId`, and goes on with whatever happens, in one order and without
     * a gap. An order that is placed later is followed too.
     *
     * For whoever is signed in. Over REST: `GET /orders/events`
     *
     * @throws TOO_MANY_STREAMS
     */
    onAny: Subscription<OrdersOnAnyInput, OrderUpdate>;
  };
  admin: {
    orders: {
      /**
       * List everybody's orders, newest first.
       *
       * For admins. Over REST: `GET /admin/orders`
       */
      list: Query<AdminOrdersListInput, OrderPage>;
      /**
       * Read anybody's order.
       *
       * With its payments, refunds, ledger, mails and jobs.
       *
       * For admins. Over REST: `GET /admin/orders/{idOrNumber}`
       *
       * @throws NOT_FOUND
       */
      get: Query<AdminOrdersGetInput, AdminOrder>;
      /**
       * Export everybody's orders as CSV, newest first.
       *
       * The filters of `admin.orders.list`. Amounts are decimals, such as 29.99. What a spreadsheet would take for a
       * formula begins with an apostrophe.
       *
       * For admins. Over REST: `GET /admin/orders.csv`
       */
      export: Download<AdminOrdersExportInput>;
      /**
       * Move an order to another status.
       *
       * `confirmed` records a payment made by hand; `shipped` and `delivered` take `tracking`, also for an order that
       * is there already; `cancelled` takes `reason`. Of a shipped order that is not paid, such as cash on delivery
       * that was refused at the door, `cancelled` takes `restock`.
       *
       * For admins. Over REST: `POST /admin/orders/{idOrNumber}/status`
       *
       * @throws NOT_FOUND, INVALID_TRANSITION, NOTHING_TO_SHIP
       */
      setStatus: IdempotentMutation<AdminOrdersSetStatusInput, Order>;
      /**
       * Record that an order was paid outside the shop.
       *
       * A pending order is confirmed. One that was to be paid on delivery is paid with this instead.
       *
       * For admins. Over REST: `POST /admin/orders/{idOrNumber}/mark-paid`
       *
       * @throws NOT_FOUND, INVALID_TRANSITION, ALREADY_PAID
       */
      markPaid: IdempotentMutation<AdminOrdersMarkPaidInput, Order>;
      /**
       * Cancel an order before it is shipped.
       *
       * For admins. Over REST: `POST /admin/orders/{idOrNumber}/cancel`
       *
       * @throws NOT_FOUND, INVALID_TRANSITION
       */
      cancel: IdempotentMutation<AdminOrdersCancelInput, Order>;
      /**
       * Give money back.
       *
       * An `amount`, what the pieces of `lines` cost, or all that is left when neither is given.
       *
       * For admins. Over REST: `POST /admin/orders/{idOrNumber}/refund`
       *
       * @throws NOT_FOUND, REFUND_TOO_LARGE
       */
      refund: IdempotentMutation<AdminOrdersRefundInput, Order>;
    };
    users: {
      /**
       * List accounts, the newest first.
       *
       * For admins. Over REST: `GET /admin/users`
       */
      list: Query<AdminUsersListInput, UserPage>;
      /**
       * Read an account with its orders and sessions.
       *
       * For admins. Over REST: `GET /admin/users/{id}`
       *
       * @throws NOT_FOUND
       */
      get: Query<AdminUsersGetInput, UserDetails>;
      /**
       * Make somebody an admin, or a customer again.
       *
       * Holds from the next call on. The API keys of who is no admin any more are revoked.
       *
       * For admins. Over REST: `PATCH /admin/users/{id}`
       *
       * @throws NOT_FOUND, LAST_ADMIN
       */
      setRole: Mutation<AdminUsersSetRoleInput, User>;
      /**
       * Erase a person; orders stay without the person.
       *
       * For admins. Over REST: `DELETE /admin/users/{id}`
       *
       * @throws NOT_FOUND, LAST_ADMIN
       */
      remove: Mutation<AdminUsersRemoveInput, ErasedAccount>;
      /**
       * Sign a person out on every device.
       *
       * For admins. Over REST: `DELETE /admin/users/{id}/sessions`
       *
       * @throws NOT_FOUND
       */
      endSessions: Mutation<AdminUsersEndSessionsInput, AdminUsersEndSessionsOutput>;
    };
    apiKeys: {
      /**
       * List the API keys, newest first.
       *
       * For admins. Over REST: `GET /admin/api-keys`
       */
      list: Query<AdminApiKeysListInput, ApiKeyPage>;
      /**
       * Make an API key for a program.
       *
       * The key is in this answer and nowhere else: a replay comes without it. It acts in your name, and ends when you
       * are no admin.
       *
       * For admins. Over REST: `POST /admin/api-keys`
       *
       * @throws INVALID_CREDENTIALS
       */
      create: IdempotentMutation<AdminApiKeysCreateInput, CreatedApiKey>;
      /**
       * Revoke an API key, which holds from its next call on.
       *
       * For admins. Over REST: `DELETE /admin/api-keys/{id}`
       *
       * @throws NOT_FOUND
       */
      revoke: Mutation<AdminApiKeysRevokeInput, void>;
    };
    /**
     * List what admins, API keys and the command line changed, newest first.
     *
     * Who, what, before and after, when, from where. Entries are only ever added.
     *
     * For admins. Over REST: `GET /admin/audit`
     */
    audit: Query<AdminAuditInput, AuditPage>;
    products: {
      /**
       * Export the catalogue as CSV, a row a variant.
       *
       * What comes out goes in again: `admin.products.import` finds nothing to change in it.
       *
       * For admins. Over REST: `GET /admin/products.csv`
       */
      export: Download<AdminProductsExportInput>;
      /**
       * Import products from CSV, or see what that would do.
       *
       * A dry run unless `dryRun` is false. Products are found by slug and variants by SKU; what the file does not name
       * stays as it is. All or nothing, in one transaction. A key that is to change the stock of what is there needs
       * `inventory:write` too.
       *
       * For admins. Over REST: `POST /admin/products.csv`
       *
       * @throws IMPORT_RUNNING, IMPORT_OVERTAKEN
       */
      import: IdempotentMutation<AdminProductsImportInput, ImportReport>;
    };
    /**
     * Read the figures of a span.
     *
     * Of the orders placed in it, as they stand now: what was cancelled since counts no more. Days are those of the
     * store (`STORE_TIME_ZONE`). At most two years.
     *
     * For admins. Over REST: `GET /admin/stats`
     */
    stats: Query<AdminStatsInput, Stats>;
    inventory: {
      /**
       * List the variants of which few are left.
       *
       * For admins. Over REST: `GET /admin/inventory/low`
       */
      low: Query<AdminInventoryLowInput, LowStockPage>;
      /**
       * Search the changes of all stock, newest first.
       *
       * For admins. Over REST: `GET /admin/inventory/ledger`
       */
      ledger: Query<AdminInventoryLedgerInput, FoundLedgerPage>;
      /**
       * Compare all stock with its ledger and with what orders hold.
       *
       * Nothing is changed: `cartwright inventory verify --repair` writes what is missing.
       *
       * For admins. Over REST: `GET /admin/inventory/verify`
       */
      verify: Query<void, StockReport>;
    };
    /**
     * Follow what happens to all orders.
     *
     * Begins with the newest event, or after `lastEventId`, and goes on with whatever happens, in one order and without
     * a gap.
     *
     * For admins. Over REST: `GET /admin/events`
     *
     * @throws TOO_MANY_STREAMS
     */
    onEvent: Subscription<AdminOnEventInput, OrderUpdate>;
    jobs: {
      /**
       * List the jobs that are not done, newest first.
       *
       * For admins. Over REST: `GET /admin/jobs`
       */
      list: Query<AdminJobsListInput, JobPage>;
      /**
       * Count the jobs by name and state, and the workers.
       *
       * For admins. Over REST: `GET /admin/jobs/stats`
       */
      stats: Query<void, JobStats>;
      /**
       * Read one job: what it is about, and why it failed.
       *
       * For admins. Over REST: `GET /admin/jobs/{id}`
       *
       * @throws NOT_FOUND
       */
      get: Query<AdminJobsGetInput, Job>;
      /**
       * Let a job run at once, with all its attempts before it again.
       *
       * For admins. Over REST: `POST /admin/jobs/{id}/retry`
       *
       * @throws NOT_FOUND, JOB_RUNNING
       */
      retry: Mutation<AdminJobsRetryInput, Job>;
      /**
       * Remove a job, whatever it was to do.
       *
       * For admins. Over REST: `DELETE /admin/jobs/{id}`
       *
       * @throws NOT_FOUND, JOB_RUNNING
       */
      discard: Mutation<AdminJobsDiscardInput, void>;
    };
  };
}

/** What each refusal says beside its code. */
export interface Failures {
  /** HTTP 400 */
  MALFORMED_REQUEST: { reason: string };
  /** HTTP 401 */
  UNAUTHENTICATED: {
    /** What is wrong with the credentials */
    reason: 'missing' | 'session' | 'key' | 'notRenewable';
  };
  /** HTTP 403 */
  FORBIDDEN: {
    /** What keeps the caller out: the role, or that an API key calls */
    reason: 'role' | 'key';
  };
  /** HTTP 403 */
  SCOPE_MISSING: {
    /** What the key lacks */
    scope: string;
  };
  /**
   * HTTP 403: The session cookie is accepted from the shop's own pages only. Add this origin to ALLOWED_ORIGINS, or
   * send a bearer token.
   */
  CROSS_ORIGIN: Record<never, never>;
  /** HTTP 404: There is nothing here, or it is not yours. Check the address and the ids in the request. */
  NOT_FOUND: Record<never, never>;
  /** HTTP 405 */
  METHOD_NOT_ALLOWED: {
    /** The methods that it takes */
    allow: string[];
  };
  /** HTTP 413 */
  TOO_LARGE: {
    /** Bytes */
    limit: number;
  };
  /** HTTP 415 */
  UNSUPPORTED_MEDIA_TYPE: {
    /** The media types that the body may have */
    accepted: string[];
  };
  /** HTTP 422 */
  VALIDATION: {
    issues: {
      /** The field, as `items.0.quantity`; empty for the input itself */
      path: string;
      message: string;
      code: string;
    }[];
  };
  /** HTTP 422: This Idempotency-Key was used with another input. Use a new key for a new request. */
  IDEMPOTENCY_KEY_REUSED: Record<never, never>;
  /**
   * HTTP 409: The first request with this Idempotency-Key is still running. Try again with the same key in a few
   * seconds.
   */
  IDEMPOTENCY_IN_PROGRESS: Record<never, never>;
  /** HTTP 429 */
  RATE_LIMITED: {
    /** Seconds */
    retryAfter: number;
    /** The limit that was reached: so many calls in so many seconds */
    policy: { name: string; calls: number; seconds: number };
  };
  /** HTTP 429 */
  TOO_MANY_STREAMS: {
    /** Streams that the account or the network may have open at the same time */
    limit: number;
    /** Whose limit it is. An API key counts as an account */
    of: 'account' | 'network';
  };
  /** HTTP 503 */
  UNAVAILABLE: {
    /** Seconds */
    retryAfter: number;
  };
  /** HTTP 500: Something went wrong in the shop. Try again, and report the request id if it happens again. */
  INTERNAL: Record<never, never>;
  /** HTTP 401 */
  INVALID_CREDENTIALS: {
    /** What was not accepted */
    wrong: 'login' | 'password' | 'formerPassword' | 'refreshToken';
  };
  /** HTTP 409: There is already an account with this e-mail address. Sign in, or use another address. */
  EMAIL_TAKEN: Record<never, never>;
  /** HTTP 401: This refresh token was used before, so the session was ended to be safe. Sign in again. */
  REFRESH_REUSED: Record<never, never>;
  /**
   * HTTP 403: The e-mail address is not verified yet. Request a code, redeem it, and send the verification token along.
   */
  VERIFICATION_REQUIRED: Record<never, never>;
  /**
   * HTTP 422: This page is on another site than the shop, so the browser would drop the cookie. Sign in with mode
   * bearer, or set COOKIE_SAME_SITE=none on the server.
   */
  COOKIE_UNAVAILABLE: Record<never, never>;
  /** HTTP 400 */
  CODE_INVALID: {
    /** How many guesses this code still takes */
    attemptsLeft: number;
  };
  /** HTTP 400: There is no active code for this address. Request a new one. */
  CODE_EXPIRED: Record<never, never>;
  /** HTTP 400: Too many wrong codes were entered. Request a new one. */
  CODE_LOCKED: Record<never, never>;
  /** HTTP 400 */
  TOKEN_INVALID: {
    /** What was not accepted */
    wrong: 'link' | 'resetLink' | 'verificationToken' | 'otherAddress';
  };
  /** HTTP 409: This is the last admin, and a shop needs one. Make another account an admin first. */
  LAST_ADMIN: Record<never, never>;
  /** HTTP 409 */
  SLUG_TAKEN: { slug: string };
  /** HTTP 409 */
  SKU_TAKEN: { sku: string };
  /** HTTP 409: Another import is running. Send this one again when it is done. */
  IMPORT_RUNNING: Record<never, never>;
  /** HTTP 409: The catalogue changed during the import, so nothing was imported. Send the file again. */
  IMPORT_OVERTAKEN: Record<never, never>;
  /** HTTP 409 */
  STALE_VERSION: {
    /** The current one */
    version: number;
  };
  /** HTTP 409 */
  STOCK_RESERVED: { onHand: number; reserved: number };
  /** HTTP 415 */
  UNSUPPORTED_IMAGE: { reason: string };
  /** HTTP 409 */
  PRODUCT_UNAVAILABLE: { variantIds: string[] };
  /** HTTP 409 */
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
  /** HTTP 409: The cart is empty. Add an item first, or send `items`. */
  CART_EMPTY: Record<never, never>;
  /** HTTP 409 */
  PRICE_CHANGED: { quote: Quote };
  /** HTTP 409 */
  INVALID_TRANSITION: {
    from: 'pending' | 'confirmed' | 'processing' | 'shipped' | 'delivered' | 'cancelled';
    to: 'pending' | 'confirmed' | 'processing' | 'shipped' | 'delivered' | 'cancelled';
    /** Where the caller may move it instead */
    allowed: ('pending' | 'confirmed' | 'processing' | 'shipped' | 'delivered' | 'cancelled')[];
  };
  /** HTTP 409: A payment of this order is in progress. Wait for its result, then read the order again. */
  PAYMENT_IN_PROGRESS: Record<never, never>;
  /** HTTP 409 */
  PAYMENT_TOO_LATE: {
    /** When the time to pay was over */
    expiresAt: Date;
  };
  /** HTTP 409: Everything in this order was taken out, so there is nothing to ship. Cancel the order instead. */
  NOTHING_TO_SHIP: Record<never, never>;
  /** HTTP 409: This order is already paid. Refund it first if the money came in another way. */
  ALREADY_PAID: Record<never, never>;
  /** HTTP 409 */
  REFUND_TOO_LARGE: {
    /** Minor units that were asked for */
    amount: number;
    /** Minor units */
    refundable: number;
  };
  /** HTTP 409: A worker is running this job. Wait until it ends, then try again. */
  JOB_RUNNING: Record<never, never>;
}

export interface AuthRequestCodeInput {
  /** An e-mail address */
  email: string;
}

export interface AuthRequestCodeOutput {
  /** When the code in the mail ends */
  expiresAt: Date;
}

export type AuthVerifyCodeInput =
  | {
      /** An e-mail address */
      email: string;
      code: string;
      token?: undefined;
    }
  | {
      /** From the link of the mail, instead of address and code */
      token: string;
      email?: undefined;
      code?: undefined;
    };

export interface Verification {
  /** For `auth.register` */
  verificationToken: string;
  expiresAt: Date;
  /** The address that was proven */
  email: string;
  /** There is an account with this address, and it is verified now */
  emailVerified: boolean;
  /**
   * The account was taken from a stranger who had made it, and is empty. Register with the token, or reset the password
   */
  needsPassword: boolean;
}

export interface AuthRegisterInput {
  /** An e-mail address */
  email: string;
  /** 8 to 128 characters, and not one of the most common */
  password: string;
  name: string;
  /**
   * From `auth.verifyCode`: the account begins with a verified address, and one that a stranger made gives way to it
   */
  verificationToken?: string | undefined;
  /**
   * `cookie` for browsers: the session is in a cookie that no script can read, and the answer holds no tokens
   *
   * @default "bearer"
   */
  mode?: 'bearer' | 'cookie' | undefined;
}

export interface Session {
  user: User;
  /** Send it as `Authorization: Bearer …`. Absent in cookie mode */
  accessToken?: string | undefined;
  /** Good for one `auth.refresh`, which may be repeated for 10 seconds. Absent in cookie mode */
  refreshToken?: string | undefined;
  tokenType?: 'Bearer' | undefined;
  /** Seconds that the access token still holds; in cookie mode, without use, the session */
  expiresIn: number;
  /** The same as a time */
  expiresAt: Date;
  /** What became of the guest's cart that was sent along */
  cart?: CartMerge | undefined;
  /** Only in a replay: the account was opened before, and its first tokens are not shown again. Sign in */
  tokensShown?: false | undefined;
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

export interface CartMerge {
  items: {
    /** UUIDv7 */
    variantId: string;
    name: string;
    /** What the guest's cart held */
    requested: number;
    /** What the cart holds now */
    quantity: number;
    /** `kept`: the account had as many or more; `clamped`: less is in stock; `dropped`: none could be taken */
    outcome: 'added' | 'kept' | 'clamped' | 'dropped';
  }[];
}

export interface AuthLoginInput {
  /** An e-mail address */
  email: string;
  password: string;
  /**
   * `cookie` for browsers: the session is in a cookie that no script can read, and the answer holds no tokens
   *
   * @default "bearer"
   */
  mode?: 'bearer' | 'cookie' | undefined;
}

export interface AuthRefreshInput {
  /** Left out where the session is in a cookie */
  refreshToken?: string | undefined;
}

export interface AuthSessionsListInput {
  /**
   * How many items to answer with
   *
   * @default 20
   */
  limit?: number | undefined;
  /** `nextCursor` of the page before */
  cursor?: string | undefined;
}

export interface DevicePage {
  items: Device[];
  /** Hand it to `cursor` for the next page; null on the last */
  nextCursor: string | null;
}

export interface Device {
  /** UUIDv7 */
  id: string;
  mode: 'bearer' | 'cookie';
  /** What the device said it is */
  userAgent: string | null;
  /** From where it signed in */
  ip: string | null;
  createdAt: Date;
  /** To within five minutes */
  lastUsedAt: Date;
  /** When it has to sign in again at the latest */
  endsAt: Date;
  /** The session of this call */
  current: boolean;
}

export interface AuthSessionsRevokeInput {
  /** UUIDv7 */
  id: string;
}

export interface AuthUpdateMeInput {
  name?: string | undefined;
}

export interface AuthChangePasswordInput {
  currentPassword: string;
  /** 8 to 128 characters, and not one of the most common */
  newPassword: string;
}

/** The same as `AuthRequestCodeInput`. */
export type AuthRequestPasswordResetInput = AuthRequestCodeInput;

export interface AuthResetPasswordInput {
  token: string;
  /** 8 to 128 characters, and not one of the most common */
  password: string;
}

/** The same as `AuthSessionsListInput`. */
export type AuthAddressesListInput = AuthSessionsListInput;

export interface SavedAddressPage {
  items: SavedAddress[];
  /** Hand it to `cursor` for the next page; null on the last */
  nextCursor: string | null;
}

export interface SavedAddress {
  fullName: string;
  line1: string;
  line2?: string | undefined;
  city: string;
  /** A code or a name. Required in AU, BR, CA, IN, MX and US */
  state?: string | undefined;
  /** Required in countries where the post asks for one */
  postalCode?: string | undefined;
  /** ISO 3166-1 alpha-2 */
  country: string;
  phone?: string | undefined;
  /** UUIDv7 */
  id: string;
  createdAt: Date;
  updatedAt: Date;
}

export interface AddressInput {
  fullName: string;
  line1: string;
  line2?: string | undefined;
  city: string;
  /** A code or a name. Required in AU, BR, CA, IN, MX and US */
  state?: string | undefined;
  /** Required in countries where the post asks for one */
  postalCode?: string | undefined;
  /** ISO 3166-1 alpha-2 */
  country: string;
  phone?: string | undefined;
}

export interface AuthAddressesUpdateInput {
  fullName?: string | undefined;
  line1?: string | undefined;
  line2?: string | undefined;
  city?: string | undefined;
  /** A code or a name. Required in AU, BR, CA, IN, MX and US */
  state?: string | undefined;
  /** Required in countries where the post asks for one */
  postalCode?: string | undefined;
  /** ISO 3166-1 alpha-2 */
  country?: string | undefined;
  phone?: string | undefined;
  /** UUIDv7 */
  id: string;
}

/** The same as `AuthSessionsRevokeInput`. */
export type AuthAddressesRemoveInput = AuthSessionsRevokeInput;

export interface AuthDeleteMeInput {
  password: string;
}

export interface ErasedAccount {
  /** Numbers of orders that keep name and addresses until they are delivered, or cancelled and refunded */
  openOrders: string[];
}

export interface ProductsListInput {
  /** A category's slug */
  category?: string | undefined;
  /** What a variant costs at least */
  minPrice?: number | undefined;
  /** What the same variant costs at most */
  maxPrice?: number | undefined;
  /** `true`: the same variant can be ordered; `false`: it is sold out */
  inStock?: boolean | undefined;
  /**
   * What the same variant has, such as `Size:M`: values of one name are alternatives, names are combined. At most 10
   * names. Case and accents do not matter
   */
  options?: Record<string, string[]> | undefined;
  /** What the product has, such as `material:wool`, in the same way */
  attributes?: Record<string, string[]> | undefined;
  ids?: string[] | undefined;
  /**
   * By price: by the `price` of products, their lowest, whatever the filters
   *
   * @default "newest"
   */
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
  /** The same picture in three smaller widths, the smallest first */
  thumbnails: { url: string; width: number; height: number }[];
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
  /** For admins; null is as the shop has it */
  lowStockAt?: number | null | undefined;
}

export interface ProductsSearchInput {
  /** Every word must be in the name, a SKU or the description, or begin a word there */
  q: string;
  /** A category's slug */
  category?: string | undefined;
  /** What a variant costs at least */
  minPrice?: number | undefined;
  /** What the same variant costs at most */
  maxPrice?: number | undefined;
  /** `true`: the same variant can be ordered; `false`: it is sold out */
  inStock?: boolean | undefined;
  /**
   * What the same variant has, such as `Size:M`: values of one name are alternatives, names are combined. At most 10
   * names. Case and accents do not matter
   */
  options?: Record<string, string[]> | undefined;
  /** What the product has, such as `material:wool`, in the same way */
  attributes?: Record<string, string[]> | undefined;
  ids?: string[] | undefined;
  /**
   * By price: by the `price` of products, their lowest, whatever the filters
   *
   * @default "relevance"
   */
  sort?: 'relevance' | 'newest' | 'price' | '-price' | 'name' | undefined;
  /**
   * How many items to answer with
   *
   * @default 20
   */
  limit?: number | undefined;
  /** `nextCursor` of the page before */
  cursor?: string | undefined;
}

export interface SearchPage {
  items: Product[];
  /** Hand it to `cursor` for the next page; null on the last */
  nextCursor: string | null;
  facets: Facets;
  total: number;
}

/** Each value counts the products that would be found if it were chosen instead of the values of its own facet */
export interface Facets {
  categories: { slug: string; name: string; count: number }[];
  priceRanges: {
    /** In minor units of the store's currency, such as cents */
    minPrice: number;
    /** Null is without an end; both ends count in */
    maxPrice: number | null;
    count: number;
  }[];
  /** The 20 that most products have, each with its 50 values that most have */
  options: { name: string; values: { value: string; count: number }[] }[];
  /** In the same way */
  attributes: { name: string; values: { value: string; count: number }[] }[];
}

export interface ProductsGetInput {
  /** The id or the slug of a product */
  idOrSlug: string;
}

export interface CategoryList {
  items: Category[];
}

export interface Category {
  slug: string;
  name: string;
  /** Products on sale in it */
  count: number;
  version: number;
}

export type ProductsCreateInput =
  | {
      /** Of a simple product */
      sku?: string | undefined;
      /** Of a simple product */
      price: number;
      /** Of a simple product */
      compareAtPrice?: number | undefined;
      /** Of a simple product */
      stock?: number | undefined;
      /** Of a simple product */
      lowStockAt?: number | undefined;
      name: string;
      /**
       * Made from the name when left out. A word that the API has in its own addresses, such as `search`, is refused
       */
      slug?: string | undefined;
      /** @default "" */
      description?: string | undefined;
      /** A category's slug */
      category?: string | undefined;
      /** @default "active" */
      status?: 'draft' | 'active' | undefined;
      /** @default {} */
      attributes?: Record<string, string> | undefined;
      variants?: undefined;
    }
  | {
      /** Instead of the fields of a simple product */
      variants: {
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
        /** Low at this many available pieces or fewer, instead of the shop's own number */
        lowStockAt?: number | undefined;
      }[];
      name: string;
      /**
       * Made from the name when left out. A word that the API has in its own addresses, such as `search`, is refused
       */
      slug?: string | undefined;
      /** @default "" */
      description?: string | undefined;
      /** A category's slug */
      category?: string | undefined;
      /** @default "active" */
      status?: 'draft' | 'active' | undefined;
      /** @default {} */
      attributes?: Record<string, string> | undefined;
      sku?: undefined;
      price?: undefined;
      compareAtPrice?: undefined;
      stock?: undefined;
      lowStockAt?: undefined;
    };

export interface ProductsUpdateInput {
  /** The id or the slug of a product */
  idOrSlug: string;
  /** The one that this is based on */
  version: number;
  name?: string | undefined;
  slug?: string | undefined;
  description?: string | undefined;
  /** A category's slug; null for none */
  category?: string | null | undefined;
  status?: 'draft' | 'active' | undefined;
  /** All of them */
  attributes?: Record<string, string> | undefined;
  /** Of a simple product */
  sku?: string | undefined;
  /** Of a simple product */
  price?: number | undefined;
  /** Of a simple product; null for none */
  compareAtPrice?: number | null | undefined;
  /** Of a simple product; null is as the shop has it */
  lowStockAt?: number | null | undefined;
}

export interface ProductsArchiveInput {
  /** The id or the slug of a product */
  idOrSlug: string;
  /** The one that this is based on */
  version?: number | undefined;
}

/** The same as `ProductsArchiveInput`. */
export type ProductsRestoreInput = ProductsArchiveInput;

export interface ProductsVariantsCreateInput {
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
  /** Low at this many available pieces or fewer, instead of the shop's own number */
  lowStockAt?: number | undefined;
  /** The id or the slug of a product */
  idOrSlug: string;
}

export interface ProductsVariantsUpdateInput {
  /** The variant's id */
  id: string;
  /** The one that this is based on */
  version: number;
  sku?: string | undefined;
  /** All of them */
  options?: Record<string, string> | undefined;
  /** In minor units of the store's currency, such as cents */
  price?: number | undefined;
  /** Null for none */
  compareAtPrice?: number | null | undefined;
  /** Null is as the shop has it */
  lowStockAt?: number | null | undefined;
}

export interface ProductsVariantsRemoveInput {
  /** The variant's id */
  id: string;
  /** The one that this is based on */
  version?: number | undefined;
}

export interface ProductsImagesAddInput {
  /** The id or the slug of a product */
  idOrSlug: string;
  /** A JPEG, PNG or WebP picture of at most 5 MB and 50 megapixels */
  file: File;
}

export interface ProductsImagesRemoveInput {
  /** The id or the slug of a product */
  idOrSlug: string;
  /** UUIDv7 */
  imageId: string;
}

export interface ProductsImagesReorderInput {
  /** The id or the slug of a product */
  idOrSlug: string;
  /** Each of its pictures once, the first one first */
  imageIds: string[];
}

export interface ProductsStockAdjustInput {
  /** A variant's id */
  id: string;
  /** Pieces more, or less when negative */
  delta: number;
  /** Why, in the words of whoever did it */
  reason: string;
  /** What it refers to, such as a delivery note */
  reference?: string | undefined;
}

export interface ProductsStockSetInput {
  /** A variant's id */
  id: string;
  /** Pieces on hand */
  onHand: number;
  /** The variant's version that the count is based on */
  version: number;
  /** Why, in the words of whoever did it */
  reason: string;
  /** What it refers to, such as a delivery note */
  reference?: string | undefined;
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
  /** Such as `received`, `reserved`, `released`, `shipped`, or what a person wrote */
  reason: string;
  onHandChange: number;
  reservedChange: number;
  onHandAfter: number;
  reservedAfter: number;
  /** Who did it: `user:<id>`, `job:<name>` or `cli` */
  actor: string;
  /** UUIDv7 */
  orderId: string | null;
  /** What it refers to beside an order, such as a delivery note */
  reference: string | null;
  createdAt: Date;
}

export interface ProductsSaveCategoryInput {
  /** Of the category as it is */
  slug: string;
  name: string;
  /** To change the slug */
  newSlug?: string | undefined;
  /** The one that this is based on */
  version?: number | undefined;
}

export interface ProductsRemoveCategoryInput {
  slug: string;
  /** The one that this is based on */
  version?: number | undefined;
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
  /** Only in a replay: the `token` of the new cart stood in the first answer, and is not shown again */
  tokenShown?: false | undefined;
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
  /** Minor units */
  lineTotal: number;
  available: number;
}

export interface CartIssue {
  code: 'PRICE_CHANGED' | 'SHORT_STOCK' | 'UNAVAILABLE';
  /** UUIDv7 */
  variantId: string;
  message: string;
}

export type CartAddItemInput =
  | {
      /** UUIDv7 */
      variantId: string;
      /** @default 1 */
      quantity?: number | undefined;
      productId?: undefined;
    }
  | {
      /** Instead of `variantId`, for a product with a single variant */
      productId: string;
      /** @default 1 */
      quantity?: number | undefined;
      variantId?: undefined;
    };

export interface CartUpdateItemInput {
  /** UUIDv7 */
  variantId: string;
  /** 0 takes it out */
  quantity: number;
}

export interface CartRemoveItemInput {
  /** UUIDv7 */
  variantId: string;
}

export interface OrdersQuoteInput {
  /** What to order; the cart when left out */
  items?:
    | (
        | {
            /** UUIDv7 */
            variantId: string;
            quantity: number;
            productId?: undefined;
          }
        | {
            /** Instead of `variantId`, for a product with a single variant */
            productId: string;
            quantity: number;
            variantId?: undefined;
          }
      )[]
    | undefined;
  shippingAddress: AddressInput;
  payment: PaymentInput;
  note?: string | undefined;
  /** The total that the customer saw: another one is refused */
  expectedTotal?: number | undefined;
}

export type PaymentInput =
  | {
      /** Takes no money */
      method: 'dummy';
      /**
       * What happens: it pays, declines, never answers, or answers at the third try
       *
       * @default "ok"
       */
      token?: 'ok' | 'decline' | 'timeout' | 'flaky' | undefined;
    }
  | {
      /** Cash on delivery */
      method: 'cod';
    }
  | {
      /** By card and what else Stripe offers */
      method: 'stripe';
      /** The id of a payment method that the client got from Stripe */
      token: string;
    };

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
  fulfillmentStatus: 'unfulfilled' | 'shipped' | 'delivered';
  items: OrderedItem[];
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
    /** What the customer must do before the payment goes on */
    action: PaymentAction | null;
  };
  note: string | null;
  tracking: Tracking | null;
  timeline: OrderEvent[];
  /** What the caller may do with it next */
  allowedTransitions: ('pending' | 'confirmed' | 'processing' | 'shipped' | 'delivered' | 'cancelled')[];
  /** When it is cancelled if it is not paid. Moves later while money is on its way */
  expiresAt: Date | null;
  createdAt: Date;
}

export interface OrderedItem {
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
  /** Taken out before shipping: not to be packed */
  cancelledQuantity: number;
  /** Back in stock after shipping */
  returnedQuantity: number;
}

export interface Address {
  fullName: string;
  line1: string;
  line2?: string | undefined;
  city: string;
  /** A code or a name. Required in AU, BR, CA, IN, MX and US */
  state?: string | undefined;
  /** Required in countries where the post asks for one */
  postalCode?: string | undefined;
  /** ISO 3166-1 alpha-2 */
  country: string;
  phone?: string | undefined;
}

export interface PaymentAction {
  type: string;
  /** For the provider's own client library */
  clientSecret: string;
}

export interface Tracking {
  carrier: string | null;
  number: string | null;
  url: string | null;
}

export interface OrderEvent {
  /** The same as in the streams. Missing in the answer of the call that has just written the event */
  id?: string | undefined;
  /** Such as `placed`, `paid`, `cancelled` */
  type: string;
  actor: 'customer' | 'admin' | 'system';
  at: Date;
  data: Record<string, unknown>;
}

export interface OrdersCancelInput {
  /** The id or the number of an order */
  idOrNumber: string;
  reason?: string | undefined;
}

export interface OrdersPayInput {
  /** The id or the number of an order */
  idOrNumber: string;
  payment: PaymentInput;
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

export interface OrdersOnUpdateInput {
  /** The id or the number of an order */
  idOrNumber: string;
  /** The `id` of the last event that arrived: the stream goes on after it. `0` begins at the beginning */
  lastEventId?: string | undefined;
}

/** Something that happened to an order. */
export interface OrderUpdate {
  /** Of this event. Hand it to `lastEventId` to go on after it */
  id: string;
  /** Such as `placed`, `paid`, `cancelled` */
  type: string;
  actor: 'customer' | 'admin' | 'system';
  at: Date;
  data: Record<string, unknown>;
  /** UUIDv7 */
  orderId: string;
  /** For people */
  orderNumber: string;
  /** Of the order when the event was read, which may be ahead of the event */
  status: 'pending' | 'confirmed' | 'processing' | 'shipped' | 'delivered' | 'cancelled';
}

export interface OrdersOnAnyInput {
  /** The `id` of the last event that arrived: the stream goes on after it. `0` begins at the beginning */
  lastEventId?: string | undefined;
}

export interface AdminOrdersListInput {
  status?: 'pending' | 'confirmed' | 'processing' | 'shipped' | 'delivered' | 'cancelled' | undefined;
  paymentStatus?: 'unpaid' | 'authorised' | 'paid' | 'failed' | 'partially_refunded' | 'refunded' | undefined;
  /** A user's id */
  customer?: string | undefined;
  /** A part of the number or of the e-mail address */
  q?: string | undefined;
  /** From this time on, or from the beginning of this day in the store's time zone */
  from?: string | undefined;
  /** Before this time, or to the end of this day in the store's time zone */
  to?: string | undefined;
  /**
   * How many items to answer with
   *
   * @default 20
   */
  limit?: number | undefined;
  /** `nextCursor` of the page before */
  cursor?: string | undefined;
}

/** The same as `OrdersGetInput`. */
export type AdminOrdersGetInput = OrdersGetInput;

export interface AdminOrder {
  /** UUIDv7 */
  id: string;
  /** For people */
  number: string;
  status: 'pending' | 'confirmed' | 'processing' | 'shipped' | 'delivered' | 'cancelled';
  paymentStatus: 'unpaid' | 'authorised' | 'paid' | 'failed' | 'partially_refunded' | 'refunded';
  fulfillmentStatus: 'unfulfilled' | 'shipped' | 'delivered';
  items: OrderedItem[];
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
    /** What the customer must do before the payment goes on */
    action: PaymentAction | null;
  };
  note: string | null;
  tracking: Tracking | null;
  timeline: OrderEvent[];
  /** What the caller may do with it next */
  allowedTransitions: ('pending' | 'confirmed' | 'processing' | 'shipped' | 'delivered' | 'cancelled')[];
  /** When it is cancelled if it is not paid. Moves later while money is on its way */
  expiresAt: Date | null;
  createdAt: Date;
  customer: {
    /** Null once erased */
    id: string | null;
    email: string;
    name: string;
  };
  /** Every attempt to be paid, the first one first */
  payments: PaymentAttempt[];
  refunds: Refund[];
  /** What it did to stock */
  ledger: FoundLedgerEntry[];
  /** What was sent about it */
  mails: SentMail[];
  /** What is to be done about it, or has failed: a job that is done is gone */
  jobs: OrderJob[];
}

export interface PaymentAttempt {
  /** UUIDv7 */
  id: string;
  provider: string;
  status: 'created' | 'authorised' | 'captured' | 'failed' | 'voided';
  /** In minor units of the store's currency, such as cents */
  amount: number;
  /** In minor units of the store's currency, such as cents */
  captured: number;
  /** In minor units of the store's currency, such as cents */
  refunded: number;
  /** The provider's own id */
  reference: string | null;
  failure: string | null;
  createdAt: Date;
  updatedAt: Date;
}

export interface Refund {
  /** UUIDv7 */
  id: string;
  /** In minor units of the store's currency, such as cents */
  amount: number;
  /** `created` until every attempt has ended. What failed can be refunded again */
  status: 'created' | 'succeeded' | 'failed' | 'partially_failed';
  reason: string | null;
  /** Who asked for it: `user:<id>`, `job:<name>` or `cli` */
  actor: string;
  /** What of the amount is for which pieces; the rest is for no item */
  lines: RefundedLine[];
  /** One for each payment that the refund takes from */
  attempts: RefundAttempt[];
  createdAt: Date;
  updatedAt: Date;
}

export interface RefundedLine {
  /** The index of the item in `items` */
  position: number;
  /** UUIDv7 */
  variantId: string;
  quantity: number;
  /** In minor units of the store's currency, such as cents */
  amount: number;
  /** The tax in `amount`, an entry for each rate */
  taxes: { basisPoints: number; amount: number }[];
}

export interface RefundAttempt {
  /** UUIDv7 */
  id: string;
  /** UUIDv7 */
  paymentId: string;
  /** In minor units of the store's currency, such as cents */
  amount: number;
  status: 'created' | 'succeeded' | 'failed';
  /** The provider's own id */
  reference: string | null;
  failure: string | null;
  createdAt: Date;
  updatedAt: Date;
}

export interface FoundLedgerEntry {
  /** Grows with time */
  id: number;
  /** Such as `received`, `reserved`, `released`, `shipped`, or what a person wrote */
  reason: string;
  onHandChange: number;
  reservedChange: number;
  onHandAfter: number;
  reservedAfter: number;
  /** Who did it: `user:<id>`, `job:<name>` or `cli` */
  actor: string;
  /** UUIDv7 */
  orderId: string | null;
  /** What it refers to beside an order, such as a delivery note */
  reference: string | null;
  createdAt: Date;
  /** UUIDv7 */
  variantId: string;
  /** UUIDv7 */
  productId: string;
  sku: string;
}

export interface SentMail {
  template: string;
  /** Which refund it tells of */
  refundId: string | null;
  sentAt: Date;
}

export interface OrderJob {
  id: string;
  /** Such as `orders.sendOrderMail` */
  name: string;
  /** `failed` has used up its attempts and waits for a person */
  state: 'waiting' | 'retrying' | 'running' | 'failed';
  attempts: number;
  maxAttempts: number;
  /** When it runs next, or was to run */
  runAt: Date;
  lastError: string | null;
  createdAt: Date;
}

export interface AdminOrdersExportInput {
  status?: 'pending' | 'confirmed' | 'processing' | 'shipped' | 'delivered' | 'cancelled' | undefined;
  paymentStatus?: 'unpaid' | 'authorised' | 'paid' | 'failed' | 'partially_refunded' | 'refunded' | undefined;
  /** A user's id */
  customer?: string | undefined;
  /** A part of the number or of the e-mail address */
  q?: string | undefined;
  /** From this time on, or from the beginning of this day in the store's time zone */
  from?: string | undefined;
  /** Before this time, or to the end of this day in the store's time zone */
  to?: string | undefined;
  /**
   * Begin with a byte order mark, by which Excel knows UTF-8
   *
   * @default false
   */
  bom?: boolean | undefined;
}

export interface AdminOrdersSetStatusInput {
  /** The id or the number of an order */
  idOrNumber: string;
  status: 'confirmed' | 'processing' | 'shipped' | 'delivered' | 'cancelled';
  /** With `shipped` or `delivered`, also later: what is left out stays as it is */
  tracking?:
    | {
        carrier?: string | undefined;
        number?: string | undefined;
        url?: string | undefined;
      }
    | undefined;
  /** With `cancelled` */
  reason?: string | undefined;
  /**
   * With `cancelled`, of an order that was shipped: whether its pieces came back and go into stock. They are written
   * off when left out. What was not shipped always stays in stock
   */
  restock?: boolean | undefined;
}

export interface AdminOrdersMarkPaidInput {
  /** The id or the number of an order */
  idOrNumber: string;
  /** Such as the number of a bank transfer */
  reference?: string | undefined;
}

/** The same as `OrdersCancelInput`. */
export type AdminOrdersCancelInput = OrdersCancelInput;

export type AdminOrdersRefundInput =
  | {
      /** In minor units of the store's currency, such as cents */
      amount: number;
      /** The id or the number of an order */
      idOrNumber: string;
      reason?: string | undefined;
      lines?: undefined;
      restock?: undefined;
    }
  | {
      lines: {
        /** UUIDv7 */
        variantId: string;
        quantity: number;
      }[];
      /**
       * Put the pieces of the refunded lines back into stock
       *
       * @default false
       */
      restock?: boolean | undefined;
      /** The id or the number of an order */
      idOrNumber: string;
      reason?: string | undefined;
      amount?: undefined;
    }
  | {
      /**
       * Put the pieces of the refunded lines back into stock
       *
       * @default false
       */
      restock?: boolean | undefined;
      /** The id or the number of an order */
      idOrNumber: string;
      reason?: string | undefined;
      amount?: undefined;
      lines?: undefined;
    };

export interface AdminUsersListInput {
  /** A part of the name or of the e-mail address */
  q?: string | undefined;
  role?: 'customer' | 'admin' | undefined;
  /**
   * How many items to answer with
   *
   * @default 20
   */
  limit?: number | undefined;
  /** `nextCursor` of the page before */
  cursor?: string | undefined;
}

export interface UserPage {
  items: User[];
  /** Hand it to `cursor` for the next page; null on the last */
  nextCursor: string | null;
}

export interface AdminUsersGetInput {
  /** UUIDv7 */
  id: string;
}

export interface UserDetails {
  /** UUIDv7 */
  id: string;
  email: string;
  name: string;
  role: 'customer' | 'admin';
  emailVerified: boolean;
  createdAt: Date;
  /** Orders that this customer cancelled */
  cancelledOrders: number;
  /** The newest; `admin.orders.list` with this `customer` and the cursor has the others */
  orders: OrderPage;
  /** Where the person is signed in, the newest first */
  sessions: {
    /** UUIDv7 */
    id: string;
    mode: 'bearer' | 'cookie';
    /** What the device said it is */
    userAgent: string | null;
    /** From where it signed in */
    ip: string | null;
    createdAt: Date;
    /** To within five minutes */
    lastUsedAt: Date;
    /** When it has to sign in again at the latest */
    endsAt: Date;
  }[];
}

export interface AdminUsersSetRoleInput {
  /** UUIDv7 */
  id: string;
  role: 'customer' | 'admin';
}

/** The same as `AdminUsersGetInput`. */
export type AdminUsersRemoveInput = AdminUsersGetInput;

/** The same as `AdminUsersGetInput`. */
export type AdminUsersEndSessionsInput = AdminUsersGetInput;

export interface AdminUsersEndSessionsOutput {
  /** How many there were */
  ended: number;
}

export interface AdminApiKeysListInput {
  /**
   * How many items to answer with
   *
   * @default 20
   */
  limit?: number | undefined;
  /** `nextCursor` of the page before */
  cursor?: string | undefined;
}

export interface ApiKeyPage {
  items: ApiKey[];
  /** Hand it to `cursor` for the next page; null on the last */
  nextCursor: string | null;
}

export interface ApiKey {
  /** UUIDv7 */
  id: string;
  name: string;
  /** What the key begins with */
  prefix: string;
  scopes: Scope[];
  /** The admin in whose name it acts */
  createdBy: {
    /** UUIDv7 */
    id: string;
    name: string;
  };
  createdAt: Date;
  expiresAt: Date | null;
  /** To within a minute */
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

/**
 * `products:read`: Read the catalogue as admins do: drafts, and what is on hand. `products:write`: Add, edit and
 * archive products, variants, pictures and categories. `inventory:read`: Read low stock, the ledger, and whether they
 * agree. `inventory:write`: Change stock. `orders:read`: Read everybody's orders. `orders:write`: Move, cancel and
 * refund orders. `users:read`: Read accounts with their sessions and orders. `stats:read`: Read the figures of the
 * shop. `audit:read`: Read the audit log. `jobs:read`: Read the jobs. `jobs:write`: Retry and discard jobs
 */
export type Scope =
  | 'products:read'
  | 'products:write'
  | 'inventory:read'
  | 'inventory:write'
  | 'orders:read'
  | 'orders:write'
  | 'users:read'
  | 'stats:read'
  | 'audit:read'
  | 'jobs:read'
  | 'jobs:write';

export interface AdminApiKeysCreateInput {
  /** What it is for, such as the name of the program */
  name: string;
  /** What it may do, and no more */
  scopes: Scope[];
  /** When it ends by itself; never when left out */
  expiresAt?: string | undefined;
  /** Yours: a key outlives the session that makes it */
  password: string;
}

export interface CreatedApiKey {
  /** UUIDv7 */
  id: string;
  name: string;
  /** What the key begins with */
  prefix: string;
  scopes: Scope[];
  /** The admin in whose name it acts */
  createdBy: {
    /** UUIDv7 */
    id: string;
    name: string;
  };
  createdAt: Date;
  expiresAt: Date | null;
  /** To within a minute */
  lastUsedAt: Date | null;
  revokedAt: Date | null;
  /** Send it as `Authorization: Bearer …`. Only the first answer has it */
  key?: string | undefined;
  /** False in a replay with the same Idempotency-Key: the key is not shown again */
  keyShown: boolean;
}

export interface AdminApiKeysRevokeInput {
  /** UUIDv7 */
  id: string;
}

export interface AdminAuditInput {
  /** Who did it: `user:<id>`, `key:<id>` or `cli` */
  actor?: string | undefined;
  /** A procedure such as `products.update`, or all below a name such as `products` */
  action?: string | undefined;
  /** The id of what was changed */
  target?: string | undefined;
  /** At or after this time */
  from?: string | undefined;
  /** Before this time */
  to?: string | undefined;
  /** A part of what is said: action, target, reason, request id, or a value before or after */
  q?: string | undefined;
  /**
   * How many items to answer with
   *
   * @default 20
   */
  limit?: number | undefined;
  /** `nextCursor` of the page before */
  cursor?: string | undefined;
}

export interface AuditPage {
  items: AuditEntry[];
  /** Hand it to `cursor` for the next page; null on the last */
  nextCursor: string | null;
}

export interface AuditEntry {
  /** Grows with time */
  id: number;
  at: Date;
  /** Who did it: `user:<id>`, `key:<id>` or `cli` */
  actor: string;
  /** What they are called now; null for whoever is gone */
  actorName: string | null;
  /** The procedure, or the command */
  action: string;
  target: {
    type: string;
    id: string;
    /** What people call it, such as a SKU */
    label: string | null;
  };
  /** The fields that changed, as they were; null where there was nothing before */
  before: Record<string, unknown> | null;
  /** The same fields as they are since; null where nothing is left */
  after: Record<string, unknown> | null;
  /** Why, in the words of whoever did it */
  reason: string | null;
  ip: string | null;
  requestId: string | null;
}

export interface AdminProductsExportInput {
  status?: 'draft' | 'active' | 'archived' | undefined;
  /** A category's slug */
  category?: string | undefined;
  /**
   * Begin with a byte order mark, by which Excel knows UTF-8
   *
   * @default false
   */
  bom?: boolean | undefined;
}

export interface AdminProductsImportInput {
  /** CSV in UTF-8, at most 33554432 bytes and 100000 rows */
  file: File;
  /**
   * Say what would happen, and change nothing
   *
   * @default true
   */
  dryRun?: boolean | undefined;
  /**
   * `abort`: one faulty row, and nothing is imported. `skip`: products with a faulty row are left out
   *
   * @default "abort"
   */
  onFault?: 'abort' | 'skip' | undefined;
}

export interface ImportReport {
  dryRun: boolean;
  /** Without the header and empty lines */
  rows: number;
  products: {
    created: number;
    updated: number;
    unchanged: number;
    skipped: number;
  };
  variants: { created: number; updated: number; unchanged: number };
  /** Variants of which more or fewer pieces are on hand, new ones included */
  stockChanges: number;
  /** The first 1000, by line */
  faults: ImportFault[];
  faultCount: number;
}

export interface ImportFault {
  /** Of the file, from 1 */
  line: number;
  /** Null where the whole row is meant */
  column: string | null;
  /** Such as `invalid`, `duplicate`, `STALE_VERSION`, `SKU_TAKEN`, `STOCK_RESERVED` */
  code: string;
  message: string;
}

export interface AdminStatsInput {
  /** 30 days, today included, when left out. From this time or day on */
  from?: string | undefined;
  /** Until now when left out. Before this time, or to the end of this day */
  to?: string | undefined;
}

export interface Stats {
  from: Date;
  to: Date;
  /** The store's, in which the days are */
  timeZone: string;
  /** ISO 4217 */
  currency: string;
  /** Placed, and by now confirmed, in work, shipped or delivered */
  orders: number;
  /** What these orders cost, with shipping and tax, before refunds */
  revenue: number | null;
  /** What of that went back, whenever it did */
  refunds: number | null;
  /** Pieces in these orders, without those that were taken out before shipping */
  units: number | null;
  /** Revenue by orders; 0 without orders */
  averageOrder: number | null;
  /** Accounts that were opened and still are there */
  newCustomers: number;
  /** There where a sum beside it is null, because it is above 9,007,199,254,740,991 */
  overflow?: true | undefined;
  /** Orders placed in the span that wait for their payment */
  pending: number;
  /** Orders placed in the span that were cancelled or expired */
  cancelled: number;
  carts: {
    /** Carts whose first item came in the span, and that still hold something or were ordered */
    begun: number;
    /** Those of them that became an order */
    ordered: number;
    /** Ordered by begun; null where none was begun */
    conversion: number | null;
  };
  /** Every day of the span, also without orders */
  byDay: {
    day: string;
    /** Placed, and by now confirmed, in work, shipped or delivered */
    orders: number;
    /** What these orders cost, with shipping and tax, before refunds */
    revenue: number | null;
    /** What of that went back, whenever it did */
    refunds: number | null;
    /** Pieces in these orders, without those that were taken out before shipping */
    units: number | null;
    /** Revenue by orders; 0 without orders */
    averageOrder: number | null;
    /** Accounts that were opened and still are there */
    newCustomers: number;
    /** There where a sum beside it is null, because it is above 9,007,199,254,740,991 */
    overflow?: true | undefined;
  }[];
  /** By revenue */
  topProducts: {
    /** UUIDv7 */
    productId: string;
    slug: string;
    name: string;
    units: number | null;
    /** Of the lines: without shipping and tax, before refunds */
    revenue: number | null;
    /** There where a sum beside it is null, because it is above 9,007,199,254,740,991 */
    overflow?: true | undefined;
  }[];
  /** By revenue */
  topCategories: {
    /** As the products are in now */
    category: { slug: string; name: string } | null;
    units: number | null;
    /** Of the lines: without shipping and tax, before refunds */
    revenue: number | null;
    /** There where a sum beside it is null, because it is above 9,007,199,254,740,991 */
    overflow?: true | undefined;
  }[];
  /** On hand now, of products that are not archived */
  stock: {
    pieces: number | null;
    /** At the prices of now */
    value: number | null;
    /** There where a sum beside it is null, because it is above 9,007,199,254,740,991 */
    overflow?: true | undefined;
  };
}

export interface AdminInventoryLowInput {
  /**
   * How many items to answer with
   *
   * @default 20
   */
  limit?: number | undefined;
  /** `nextCursor` of the page before */
  cursor?: string | undefined;
}

export interface LowStockPage {
  items: LowStockItem[];
  /** Hand it to `cursor` for the next page; null on the last */
  nextCursor: string | null;
}

export interface LowStockItem {
  /** UUIDv7 */
  variantId: string;
  /** UUIDv7 */
  productId: string;
  name: string;
  sku: string;
  options: Record<string, string>;
  onHand: number;
  reserved: number;
  available: number;
  /** The number at or below which it counts as low */
  lowStockAt: number;
}

export interface AdminInventoryLedgerInput {
  /** A variant's id */
  variant?: string | undefined;
  sku?: string | undefined;
  /** Such as `received`, `reserved`, `shipped`, `imported` */
  reason?: string | undefined;
  /** Such as `user:<id>`, `job:<name>` or `cli` */
  actor?: string | undefined;
  /** Such as the number of a delivery note */
  reference?: string | undefined;
  /** An order's id */
  order?: string | undefined;
  /** From this time on, or from the beginning of this day in the store's time zone */
  from?: string | undefined;
  /** Before this time, or to the end of this day in the store's time zone */
  to?: string | undefined;
  /**
   * How many items to answer with
   *
   * @default 20
   */
  limit?: number | undefined;
  /** `nextCursor` of the page before */
  cursor?: string | undefined;
}

export interface FoundLedgerPage {
  items: FoundLedgerEntry[];
  /** Hand it to `cursor` for the next page; null on the last */
  nextCursor: string | null;
}

export interface StockReport {
  /** Variants */
  checked: number;
  /** Those that contradict themselves, a thousand at most */
  drifts: StockDrift[];
}

export interface StockDrift {
  /** UUIDv7 */
  variantId: string;
  sku: string;
  /** What the variant says */
  stock: { onHand: number; reserved: number };
  /** The balance of the last row of its ledger */
  ledger: { onHand: number; reserved: number };
  /** What orders that are not shipped hold, and so should be reserved */
  heldByOrders: number;
  /** Rows of its ledger whose balance is not the one before plus their change, 20 at most */
  brokenRows: {
    /** Grows with time */
    id: number;
    balance: { onHand: number; reserved: number };
    expected: { onHand: number; reserved: number };
  }[];
}

/** The same as `OrdersOnAnyInput`. */
export type AdminOnEventInput = OrdersOnAnyInput;

export interface AdminJobsListInput {
  /** `retrying` failed and is tried again by itself; `failed` has used up its attempts */
  state?: 'waiting' | 'retrying' | 'running' | 'failed' | undefined;
  /** Such as `orders.sendOrderMail` */
  name?: string | undefined;
  /**
   * How many items to answer with
   *
   * @default 20
   */
  limit?: number | undefined;
  /** `nextCursor` of the page before */
  cursor?: string | undefined;
}

export interface JobPage {
  items: Job[];
  /** Hand it to `cursor` for the next page; null on the last */
  nextCursor: string | null;
}

export interface Job {
  id: string;
  /** Such as `orders.sendOrderMail` */
  name: string;
  state: 'waiting' | 'retrying' | 'running' | 'failed';
  /** How often it was begun */
  attempts: number;
  maxAttempts: number;
  /** Null while it runs, and when it does not run again by itself */
  nextRunAt: Date | null;
  /** Why the last run failed */
  lastError: string | null;
  /** Ids of what it is about */
  payload: Record<string, unknown>;
  /** Another job with this key takes its place */
  key: string | null;
  createdAt: Date;
}

export interface JobStats {
  /** By name; names of which no job is left are not there */
  jobs: {
    name: string;
    waiting: number;
    retrying: number;
    running: number;
    failed: number;
    /** Since when the oldest that could run waits for a worker */
    dueSince: Date | null;
  }[];
  /** Those that have lately given a sign of life */
  workers: {
    id: string;
    host: string;
    pid: number;
    concurrency: number;
    startedAt: Date;
    seenAt: Date;
  }[];
}

export interface AdminJobsGetInput {
  /** A job's id, a number */
  id: string;
}

/** The same as `AdminJobsGetInput`. */
export type AdminJobsRetryInput = AdminJobsGetInput;

/** The same as `AdminJobsGetInput`. */
export type AdminJobsDiscardInput = AdminJobsGetInput;

/** What the client has to know of each procedure when it runs. */
export default {
  'auth.requestCode': { kind: 'mutation', input: true },
  'auth.verifyCode': { kind: 'mutation', input: true },
  'auth.register': { kind: 'mutation', input: true, public: true, idempotent: true, answers: 'session' },
  'auth.login': { kind: 'mutation', input: true, public: true, answers: 'session' },
  'auth.refresh': { kind: 'mutation', input: true, public: true, answers: 'session' },
  'auth.logout': { kind: 'mutation' },
  'auth.logoutAll': { kind: 'mutation' },
  'auth.sessions.list': { kind: 'query', input: true, pages: true },
  'auth.sessions.revoke': { kind: 'mutation', input: true },
  'auth.me': { kind: 'query' },
  'auth.updateMe': { kind: 'mutation', input: true },
  'auth.changePassword': { kind: 'mutation', input: true },
  'auth.requestPasswordReset': { kind: 'mutation', input: true },
  'auth.resetPassword': { kind: 'mutation', input: true, public: true },
  'auth.addresses.list': { kind: 'query', input: true, pages: true },
  'auth.addresses.create': { kind: 'mutation', input: true, idempotent: true },
  'auth.addresses.update': { kind: 'mutation', input: true },
  'auth.addresses.remove': { kind: 'mutation', input: true },
  'auth.exportMe': { kind: 'query', download: '/auth/me/export' },
  'auth.deleteMe': { kind: 'mutation', input: true },
  'products.list': { kind: 'query', input: true, pages: true },
  'products.search': { kind: 'query', input: true, pages: true },
  'products.get': { kind: 'query', input: true },
  'products.categories': { kind: 'query' },
  'products.create': { kind: 'mutation', input: true, idempotent: true },
  'products.update': { kind: 'mutation', input: true },
  'products.archive': { kind: 'mutation', input: true },
  'products.restore': { kind: 'mutation', input: true },
  'products.variants.create': { kind: 'mutation', input: true, idempotent: true },
  'products.variants.update': { kind: 'mutation', input: true },
  'products.variants.remove': { kind: 'mutation', input: true },
  'products.images.add': { kind: 'mutation', input: true, idempotent: true },
  'products.images.remove': { kind: 'mutation', input: true },
  'products.images.reorder': { kind: 'mutation', input: true },
  'products.stock.adjust': { kind: 'mutation', input: true, idempotent: true },
  'products.stock.set': { kind: 'mutation', input: true, idempotent: true },
  'products.stock.ledger': { kind: 'query', input: true, pages: true },
  'products.saveCategory': { kind: 'mutation', input: true },
  'products.removeCategory': { kind: 'mutation', input: true },
  'cart.get': { kind: 'query', answers: 'cart' },
  'cart.addItem': { kind: 'mutation', input: true, idempotent: true, answers: 'cart' },
  'cart.updateItem': { kind: 'mutation', input: true, answers: 'cart' },
  'cart.removeItem': { kind: 'mutation', input: true, answers: 'cart' },
  'cart.clear': { kind: 'mutation', answers: 'cart' },
  'orders.quote': { kind: 'mutation', input: true },
  'orders.place': { kind: 'mutation', input: true, idempotent: true },
  'orders.cancel': { kind: 'mutation', input: true, idempotent: true },
  'orders.pay': { kind: 'mutation', input: true, idempotent: true },
  'orders.list': { kind: 'query', input: true, pages: true },
  'orders.get': { kind: 'query', input: true },
  'orders.onUpdate': { kind: 'subscription', input: true },
  'orders.onAny': { kind: 'subscription', input: true },
  'admin.orders.list': { kind: 'query', input: true, pages: true },
  'admin.orders.get': { kind: 'query', input: true },
  'admin.orders.export': { kind: 'query', input: true, download: '/admin/orders.csv' },
  'admin.orders.setStatus': { kind: 'mutation', input: true, idempotent: true },
  'admin.orders.markPaid': { kind: 'mutation', input: true, idempotent: true },
  'admin.orders.cancel': { kind: 'mutation', input: true, idempotent: true },
  'admin.orders.refund': { kind: 'mutation', input: true, idempotent: true },
  'admin.users.list': { kind: 'query', input: true, pages: true },
  'admin.users.get': { kind: 'query', input: true },
  'admin.users.setRole': { kind: 'mutation', input: true },
  'admin.users.remove': { kind: 'mutation', input: true },
  'admin.users.endSessions': { kind: 'mutation', input: true },
  'admin.apiKeys.list': { kind: 'query', input: true, pages: true },
  'admin.apiKeys.create': { kind: 'mutation', input: true, idempotent: true },
  'admin.apiKeys.revoke': { kind: 'mutation', input: true },
  'admin.audit': { kind: 'query', input: true, pages: true },
  'admin.products.export': { kind: 'query', input: true, download: '/admin/products.csv' },
  'admin.products.import': { kind: 'mutation', input: true, idempotent: true },
  'admin.stats': { kind: 'query', input: true },
  'admin.inventory.low': { kind: 'query', input: true, pages: true },
  'admin.inventory.ledger': { kind: 'query', input: true, pages: true },
  'admin.inventory.verify': { kind: 'query' },
  'admin.onEvent': { kind: 'subscription', input: true },
  'admin.jobs.list': { kind: 'query', input: true, pages: true },
  'admin.jobs.stats': { kind: 'query' },
  'admin.jobs.get': { kind: 'query', input: true },
  'admin.jobs.retry': { kind: 'mutation', input: true },
  'admin.jobs.discard': { kind: 'mutation', input: true },
} satisfies Record<string, ProcedureFacts>;
