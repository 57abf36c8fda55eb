// Made from the procedures of packages/api by `npm run generate`. Review its changes, but do not edit it.

import type {
  ByOrderToken,
  Download,
  IdempotentMutation,
  Mutation,
  ProcedureFacts,
  Query,
  Subscription,
} from './procedure.ts';

/** Every procedure of the shop, by its name. */
export interface Contract {
  auth: {
    /**
     * Send a code that verifies an e-mail address.
     *
     * The e-mail also carries a link that does the same. The answer is the same whether or not the address is known.
     *
     * Open to all callers, with or without a session. Over REST: `POST /auth/code`
     */
    requestCode: Mutation<AuthRequestCodeInput, AuthRequestCodeOutput>;
    /**
     * Verify an e-mail address with the code or the link of an e-mail.
     *
     * A code has six digits, holds for 10 minutes, takes 5 guesses and works once. An address has at most five active
     * codes, and using one ends the others.
     *
     * Open to all callers, with or without a session. Over REST: `POST /auth/code/verify`
     *
     * @throws CODE_INVALID, CODE_EXPIRED, CODE_LOCKED, TOKEN_INVALID
     */
    verifyCode: Mutation<AuthVerifyCodeInput, Verification>;
    /**
     * Open an account and sign in.
     *
     * A replay with the same `Idempotency-Key` opens no second account and shows no tokens. Sign in instead.
     *
     * Open to all callers. Over REST: `POST /auth/register`
     *
     * @throws EMAIL_TAKEN, VERIFICATION_REQUIRED, TOKEN_INVALID, INVALID_CREDENTIALS, COOKIE_UNAVAILABLE
     */
    register: IdempotentMutation<AuthRegisterInput, Session>;
    /**
     * Sign in with e-mail address and password.
     *
     * Open to all callers. Over REST: `POST /auth/login`
     *
     * @throws INVALID_CREDENTIALS, COOKIE_UNAVAILABLE
     */
    login: Mutation<AuthLoginInput, Session>;
    /**
     * Exchange a refresh token for new tokens, or extend the session of a cookie.
     *
     * A refresh token works once. For 10 seconds a repetition returns the same tokens, unless they were exchanged
     * already, so that a lost answer costs nothing. Any later use ends the session.
     *
     * Open to all callers. Over REST: `POST /auth/refresh`
     *
     * @throws INVALID_CREDENTIALS, REFRESH_REUSED, UNAUTHENTICATED
     */
    refresh: Mutation<AuthRefreshInput, Session>;
    /**
     * Sign out of this session.
     *
     * For accounts that are signed in. Over REST: `POST /auth/logout`
     */
    logout: Mutation<void, void>;
    /**
     * Sign out on every device.
     *
     * For accounts that are signed in. Over REST: `POST /auth/logout-all`
     */
    logoutAll: Mutation<void, void>;
    sessions: {
      /**
       * List the sessions of the account, by device.
       *
       * For accounts that are signed in. Over REST: `GET /auth/sessions`
       */
      list: Query<AuthSessionsListInput, DevicePage>;
      /**
       * Sign a device out.
       *
       * For accounts that are signed in. Over REST: `DELETE /auth/sessions/{id}`
       *
       * @throws NOT_FOUND
       */
      revoke: Mutation<AuthSessionsRevokeInput, void>;
    };
    /**
     * Return the account that is signed in.
     *
     * For accounts that are signed in. Over REST: `GET /auth/me`
     */
    me: Query<void, User>;
    /**
     * Update the account that is signed in.
     *
     * For accounts that are signed in. Over REST: `PATCH /auth/me`
     */
    updateMe: Mutation<AuthUpdateMeInput, User>;
    /**
     * Change the password and end all other sessions.
     *
     * For accounts that are signed in. Over REST: `POST /auth/password`
     *
     * @throws INVALID_CREDENTIALS, COOKIE_UNAVAILABLE
     */
    changePassword: Mutation<AuthChangePasswordInput, void>;
    /**
     * Send a code to another address that the account is to get.
     *
     * The address changes when `auth.confirmEmail` proves it. The answer is the same whether or not another account has
     * it.
     *
     * For accounts that are signed in. Over REST: `POST /auth/email`
     *
     * @throws INVALID_CREDENTIALS
     */
    changeEmail: Mutation<AuthChangeEmailInput, AuthChangeEmailOutput>;
    /**
     * Give the account its new address with the code or the link of an e-mail.
     *
     * Needs no session, because a link may open in another browser. The former address is told, and all sessions go on.
     * News about open orders goes to the new address.
     *
     * Open to all callers. Over REST: `POST /auth/email/confirm`
     *
     * @throws CODE_INVALID, CODE_EXPIRED, CODE_LOCKED, TOKEN_INVALID, EMAIL_TAKEN
     */
    confirmEmail: Mutation<AuthConfirmEmailInput, User>;
    /**
     * Send a link that sets a new password.
     *
     * The answer is the same whether or not the address is known.
     *
     * Open to all callers, with or without a session. Over REST: `POST /auth/password/forgot`
     */
    requestPasswordReset: Mutation<AuthRequestPasswordResetInput, void>;
    /**
     * Set a new password with the token of an e-mail, and end all sessions.
     *
     * Open to all callers. Over REST: `POST /auth/password/reset`
     *
     * @throws TOKEN_INVALID
     */
    resetPassword: Mutation<AuthResetPasswordInput, void>;
    /**
     * Send a code that exports or erases the orders of a guest.
     *
     * For customers without an account; an account uses `auth.exportMe` and `auth.deleteMe`. The e-mail also carries a
     * link. The answer is the same whether or not the address has orders.
     *
     * Open to all callers. Over REST: `POST /auth/erasure`
     */
    requestErasure: Mutation<AuthRequestErasureInput, AuthRequestErasureOutput>;
    /**
     * Export or erase the orders of a guest with the code or the link of an e-mail.
     *
     * An open order keeps its name and addresses until it is delivered, or cancelled and refunded. Unpaid orders are
     * cancelled. Each code and token works once; an export returns the token for the next call.
     *
     * Open to all callers. Over REST: `POST /auth/erasure/confirm`
     *
     * @throws CODE_INVALID, CODE_EXPIRED, CODE_LOCKED, TOKEN_INVALID
     */
    confirmErasure: Mutation<AuthConfirmErasureInput, GuestData>;
    addresses: {
      /**
       * List the addresses of the account.
       *
       * For accounts that are signed in. Over REST: `GET /auth/addresses`
       */
      list: Query<AuthAddressesListInput, SavedAddressPage>;
      /**
       * Add an address to the account.
       *
       * For accounts that are signed in. Over REST: `POST /auth/addresses`
       */
      create: IdempotentMutation<AddressInput, SavedAddress>;
      /**
       * Update an address of the account.
       *
       * For accounts that are signed in. Over REST: `PATCH /auth/addresses/{id}`
       *
       * @throws NOT_FOUND
       */
      update: Mutation<AuthAddressesUpdateInput, SavedAddress>;
      /**
       * Remove an address from the account.
       *
       * For accounts that are signed in. Over REST: `DELETE /auth/addresses/{id}`
       *
       * @throws NOT_FOUND
       */
      remove: Mutation<AuthAddressesRemoveInput, void>;
    };
    /**
     * Download all data that the shop stores about the account.
     *
     * For accounts that are signed in. Over REST: `GET /auth/me/export`
     */
    exportMe: Download<void>;
    /**
     * Erase the account, and keep its orders without personal data.
     *
     * An open order keeps its name and address until it is delivered, or cancelled and refunded, and the shop still
     * sends e-mail about it.
     *
     * For accounts that are signed in. Over REST: `DELETE /auth/me`
     *
     * @throws INVALID_CREDENTIALS, LAST_ADMIN
     */
    deleteMe: Mutation<AuthDeleteMeInput, ErasedAccount>;
  };
  products: {
    /**
     * List the products on sale.
     *
     * For guests, customers and API keys with the scope `products:read`. Over REST: `GET /products`
     */
    list: Query<ProductsListInput, ProductPage>;
    /**
     * Search the products on sale.
     *
     * Searches names, SKUs and descriptions, and ignores case and accents. A word may be the beginning of one. If no
     * product matches, the search accepts one wrong letter a word. `C++`, `C#`, `.NET` and `50%` are words of their
     * own.
     *
     * For guests, customers and API keys with the scope `products:read`. Over REST: `GET /products/search`
     */
    search: Query<ProductsSearchInput, SearchPage>;
    /**
     * Return a product.
     *
     * For guests, customers and API keys with the scope `products:read`. Over REST: `GET /products/{idOrSlug}`
     *
     * @throws NOT_FOUND
     */
    get: Query<ProductsGetInput, Product>;
    /**
     * List the categories with their products counted.
     *
     * For guests, customers and API keys with the scope `products:read`. Over REST: `GET /categories`
     */
    categories: Query<void, CategoryList>;
    /**
     * Create a product.
     *
     * A simple product takes `sku`, `price` and `stock`. A product in several sizes or colours takes `variants`.
     *
     * For admins and API keys with the scope `products:write`. Over REST: `POST /products`
     *
     * @throws SLUG_TAKEN, SKU_TAKEN
     */
    create: IdempotentMutation<ProductsCreateInput, Product>;
    /**
     * Update a product.
     *
     * Fields that are left out keep their values.
     *
     * For admins and API keys with the scope `products:write`. Over REST: `PATCH /products/{idOrSlug}`
     *
     * @throws NOT_FOUND, STALE_VERSION, SLUG_TAKEN, SKU_TAKEN
     */
    update: Mutation<ProductsUpdateInput, Product>;
    /**
     * Take a product off sale.
     *
     * Lists and searches no longer return the product, and carts report it as unavailable. Orders still show it.
     *
     * For admins and API keys with the scope `products:write`. Over REST: `DELETE /products/{idOrSlug}`
     *
     * @throws NOT_FOUND, STALE_VERSION
     */
    archive: Mutation<ProductsArchiveInput, void>;
    /**
     * Put an archived product back on sale.
     *
     * For admins and API keys with the scope `products:write`. Over REST: `POST /products/{idOrSlug}/restore`
     *
     * @throws NOT_FOUND, STALE_VERSION
     */
    restore: Mutation<ProductsRestoreInput, Product>;
    variants: {
      /**
       * Add a variant to a product.
       *
       * With the SKU of a variant that was removed from this product, restores that variant.
       *
       * For admins and API keys with the scope `products:write`. Over REST: `POST /products/{idOrSlug}/variants`
       *
       * @throws NOT_FOUND, SKU_TAKEN
       */
      create: IdempotentMutation<ProductsVariantsCreateInput, Variant>;
      /**
       * Update a variant.
       *
       * Fields that are left out keep their values. `POST /variants/{id}/stock` and `PUT /variants/{id}/stock` change
       * the stock.
       *
       * For admins and API keys with the scope `products:write`. Over REST: `PATCH /variants/{id}`
       *
       * @throws NOT_FOUND, STALE_VERSION, SKU_TAKEN
       */
      update: Mutation<ProductsVariantsUpdateInput, Variant>;
      /**
       * Remove a variant from its product.
       *
       * A variant with a history stays readable in orders and in its ledger.
       *
       * For admins and API keys with the scope `products:write`. Over REST: `DELETE /variants/{id}`
       *
       * @throws NOT_FOUND, STALE_VERSION
       */
      remove: Mutation<ProductsVariantsRemoveInput, void>;
    };
    images: {
      /**
       * Add an image to a product.
       *
       * The content decides the type. The server stores the image without its metadata, and makes three thumbnails.
       *
       * For admins and API keys with the scope `products:write`. Over REST: `POST /products/{idOrSlug}/images`
       *
       * @throws NOT_FOUND, UNSUPPORTED_IMAGE
       */
      add: IdempotentMutation<ProductsImagesAddInput, Image>;
      /**
       * Remove an image from a product.
       *
       * For admins and API keys with the scope `products:write`. Over REST: `DELETE
       * /products/{idOrSlug}/images/{imageId}`
       *
       * @throws NOT_FOUND
       */
      remove: Mutation<ProductsImagesRemoveInput, void>;
      /**
       * Set the order of the images of a product.
       *
       * For admins and API keys with the scope `products:write`. Over REST: `PUT /products/{idOrSlug}/images`
       *
       * @throws NOT_FOUND
       */
      reorder: Mutation<ProductsImagesReorderInput, Product>;
    };
    stock: {
      /**
       * Add to the stock of a variant, or subtract from it.
       *
       * For admins and API keys with the scope `inventory:write`. Over REST: `POST /variants/{id}/stock`
       *
       * @throws NOT_FOUND, STOCK_RESERVED
       */
      adjust: IdempotentMutation<ProductsStockAdjustInput, Variant>;
      /**
       * Set the stock of a variant to a counted quantity.
       *
       * A change of the stock on hand since `version` makes the count stale. A reservation does not.
       *
       * For admins and API keys with the scope `inventory:write`. Over REST: `PUT /variants/{id}/stock`
       *
       * @throws NOT_FOUND, STALE_VERSION, STOCK_RESERVED
       */
      set: IdempotentMutation<ProductsStockSetInput, Variant>;
      /**
       * List every change of the stock of a variant, newest first.
       *
       * For admins and API keys with the scope `inventory:read`. Over REST: `GET /variants/{id}/stock`
       *
       * @throws NOT_FOUND
       */
      ledger: Query<ProductsStockLedgerInput, LedgerPage>;
    };
    /**
     * Create or update a category.
     *
     * For admins and API keys with the scope `products:write`. Over REST: `PUT /categories/{slug}`
     *
     * @throws NOT_FOUND, STALE_VERSION, SLUG_TAKEN
     */
    saveCategory: Mutation<ProductsSaveCategoryInput, Category>;
    /**
     * Remove a category.
     *
     * Its products stay in the catalogue without a category.
     *
     * For admins and API keys with the scope `products:write`. Over REST: `DELETE /categories/{slug}`
     *
     * @throws NOT_FOUND, STALE_VERSION
     */
    removeCategory: Mutation<ProductsRemoveCategoryInput, void>;
  };
  cart: {
    /**
     * Return the cart with current prices and stock.
     *
     * For guests and customers. Over REST: `GET /cart`
     */
    get: Query<void, Cart>;
    /**
     * Add an item to the cart.
     *
     * Adds to the quantity that the cart already holds. The first item that a guest adds returns the `token` of a new
     * cart.
     *
     * For guests and customers. Over REST: `POST /cart/items`
     *
     * @throws NOT_FOUND, PRODUCT_UNAVAILABLE, INSUFFICIENT_STOCK
     */
    addItem: IdempotentMutation<CartAddItemInput, Cart>;
    /**
     * Set the quantity of an item in the cart.
     *
     * For guests and customers. Over REST: `PUT /cart/items/{variantId}`
     *
     * @throws NOT_FOUND, PRODUCT_UNAVAILABLE, INSUFFICIENT_STOCK
     */
    updateItem: Mutation<CartUpdateItemInput, Cart>;
    /**
     * Remove an item from the cart.
     *
     * For guests and customers. Over REST: `DELETE /cart/items/{variantId}`
     */
    removeItem: Mutation<CartRemoveItemInput, Cart>;
    /**
     * Apply a code to the cart.
     *
     * Refuses a code that takes nothing off, with the reason. A code that stops applying later stays in the cart as an
     * issue. A code that the cart has already stays there once.
     *
     * For guests and customers. Over REST: `POST /cart/codes`
     *
     * @throws PROMOTION_NOT_APPLICABLE
     */
    applyCode: IdempotentMutation<CartApplyCodeInput, Cart>;
    /**
     * Remove a code from the cart.
     *
     * For guests and customers. Over REST: `DELETE /cart/codes/{code}`
     */
    removeCode: Mutation<CartRemoveCodeInput, Cart>;
    /**
     * Remove all items and codes from the cart.
     *
     * For guests and customers. Over REST: `DELETE /cart`
     */
    clear: Mutation<void, Cart>;
  };
  orders: {
    /**
     * Preview an order: its price, and what would prevent it.
     *
     * Takes the input of `orders.place` and changes nothing. Of the address it needs the country, and the state or the
     * postal code where the tax or the shipping depends on it. Of `payment`, it checks that the shop offers the method.
     *
     * For guests and customers. Over REST: `POST /orders/quote`
     */
    quote: Mutation<OrdersQuoteInput, Quote>;
    /**
     * Place an order.
     *
     * Orders the cart and empties it, or orders `items` and leaves the cart alone. The answer does not wait for the
     * payment or for e-mail. Send an `Idempotency-Key`, because the same key returns the same order even if the first
     * answer was lost. Where `store.get` says `guestCheckout`, guests order with `email` and the token of their cart,
     * and get an `orderToken`. A guest has at most 5 unpaid orders for an address and from a network. A key of a guest
     * still counts after signing in, if the call sends the token of the cart too.
     *
     * For guests and customers. Over REST: `POST /orders`
     *
     * @throws CART_EMPTY, PRODUCT_UNAVAILABLE, INSUFFICIENT_STOCK, PROMOTION_NOT_APPLICABLE, PROMOTION_EXHAUSTED,
     * SHIPPING_UNAVAILABLE, PRICE_CHANGED
     */
    place: IdempotentMutation<OrdersPlaceInput, PlacedOrder>;
    /**
     * Cancel an order before it is shipped.
     *
     * Releases the stock and refunds the payment.
     *
     * For accounts that are signed in, and for guests with the `X-Order-Token` of the order. Over REST: `POST
     * /orders/{idOrNumber}/cancel`
     *
     * @throws NOT_FOUND, INVALID_TRANSITION
     */
    cancel: ByOrderToken<IdempotentMutation<OrdersCancelInput, Order>>;
    /**
     * Pay an order after its payment failed.
     *
     * For accounts that are signed in, and for guests with the `X-Order-Token` of the order. Over REST: `POST
     * /orders/{idOrNumber}/pay`
     *
     * @throws NOT_FOUND, INVALID_TRANSITION, PAYMENT_TOO_LATE, PAYMENT_IN_PROGRESS
     */
    pay: ByOrderToken<IdempotentMutation<OrdersPayInput, Order>>;
    /**
     * Correct the addresses of an order before it is shipped.
     *
     * A change of the country, the state or the VAT number is refused, because it can change tax and shipping. Send the
     * `version` of the order that you read.
     *
     * For accounts that are signed in, and for guests with the `X-Order-Token` of the order. Over REST: `PUT
     * /orders/{idOrNumber}/address`
     *
     * @throws NOT_FOUND, STALE_VERSION, ALREADY_SHIPPED, NEEDS_EDIT
     */
    updateAddress: ByOrderToken<Mutation<OrdersUpdateAddressInput, Order>>;
    /**
     * Request a return of shipped goods, or withdraw from the purchase.
     *
     * The store approves or rejects a `return`. A `withdrawal` needs no reason and is approved at once, until
     * `withdrawalEndsAt`. Both are acknowledged by e-mail. Money goes back when the store has received the goods, or
     * before.
     *
     * For accounts that are signed in, and for guests with the `X-Order-Token` of the order. Over REST: `POST
     * /orders/{idOrNumber}/returns`
     *
     * @throws NOT_FOUND, NOTHING_TO_RETURN, WITHDRAWAL_OVER
     */
    requestReturn: ByOrderToken<IdempotentMutation<OrdersRequestReturnInput, Order>>;
    /**
     * List the orders of the account, newest first.
     *
     * For accounts that are signed in. Over REST: `GET /orders`
     */
    list: Query<OrdersListInput, OrderPage>;
    /**
     * Return an order with its timeline.
     *
     * For accounts that are signed in, and for guests with the `X-Order-Token` of the order. Over REST: `GET
     * /orders/{idOrNumber}`
     *
     * @throws NOT_FOUND
     */
    get: ByOrderToken<Query<OrdersGetInput, Order>>;
    /**
     * Follow the events of an order.
     *
     * Begins with the newest event, or after `lastEventId`, and continues with each new one. A client that reads the
     * order once the stream is open misses nothing.
     *
     * For accounts that are signed in, and for guests with the `X-Order-Token` of the order. Over REST: `GET
     * /orders/{idOrNumber}/events`
     *
     * @throws NOT_FOUND, TOO_MANY_STREAMS
     */
    onUpdate: ByOrderToken<Subscription<OrdersOnUpdateInput, OrderUpdate>>;
    /**
     * Follow the events of all orders of the account in one stream.
     *
     * Begins with the newest event, or after `lastEventId`, and continues with each new one, in one sequence without
     * gaps. Includes orders that are placed later.
     *
     * For accounts that are signed in. Over REST: `GET /orders/events`
     *
     * @throws TOO_MANY_STREAMS
     */
    onAny: Subscription<OrdersOnAnyInput, OrderUpdate>;
  };
  store: {
    /**
     * Return the facts of the store that a storefront needs.
     *
     * Names the countries that can be ordered to with the requirements for their addresses, the payment methods, the
     * limits, and the pages with the terms of the store.
     *
     * For guests and customers. Over REST: `GET /store`
     */
    get: Query<void, Store>;
  };
  admin: {
    orders: {
      /**
       * List all orders, newest first.
       *
       * For admins and API keys with the scope `orders:read`. Over REST: `GET /admin/orders`
       */
      list: Query<AdminOrdersListInput, OrderPage>;
      /**
       * Return an order with its payments, refunds, stock changes, e-mails and jobs.
       *
       * For admins and API keys with the scope `orders:read`. Over REST: `GET /admin/orders/{idOrNumber}`
       *
       * @throws NOT_FOUND
       */
      get: Query<AdminOrdersGetInput, AdminOrder>;
      /**
       * Correct the addresses of an order before it is shipped.
       *
       * A change of the country, the state or the VAT number is refused, because it can change tax and shipping. A
       * corrected `email` gets the next news about the order, and ends the links that went to the former one.
       *
       * For admins and API keys with the scope `orders:write`. Over REST: `PATCH /admin/orders/{idOrNumber}`
       *
       * @throws NOT_FOUND, STALE_VERSION, ALREADY_SHIPPED, NEEDS_EDIT
       */
      update: Mutation<AdminOrdersUpdateInput, Order>;
      /**
       * Export all orders as CSV, newest first.
       *
       * Takes the filters of `admin.orders.list`. Amounts are decimals, such as 29.99. A cell that a spreadsheet would
       * read as a formula begins with an apostrophe.
       *
       * For admins and API keys with the scope `orders:read`. Over REST: `GET /admin/orders.csv`
       */
      export: Download<AdminOrdersExportInput>;
      /**
       * Compare all orders with their lines, adjustments, payments and refunds.
       *
       * Changes nothing. Checks every revision of the orders, and the balances of promotions. `cartwright orders
       * verify` does the same.
       *
       * For admins and API keys with the scope `orders:read`. Over REST: `GET /admin/orders/verify`
       */
      verify: Query<void, OrderReport>;
      /**
       * Move an order to another status.
       *
       * `confirmed` records a payment by hand. `shipped` ships what is left, and `delivered` delivers every shipment.
       * Both take `tracking`, also for an order that has this status already. `cancelled` takes `reason`, and `restock`
       * for a shipped order that is not paid, such as cash on delivery that the customer refused at the door.
       *
       * For admins and API keys with the scope `orders:write`. Over REST: `POST /admin/orders/{idOrNumber}/status`
       *
       * @throws NOT_FOUND, INVALID_TRANSITION, NOTHING_TO_SHIP, INSUFFICIENT_STOCK
       */
      setStatus: IdempotentMutation<AdminOrdersSetStatusInput, Order>;
      /**
       * Ship an order, or some lines of it.
       *
       * Without `lines` the shipment has everything that is left. Its goods leave the stock, and the customer gets an
       * e-mail about it. The order becomes `shipped` when nothing is left to ship.
       *
       * For admins and API keys with the scope `orders:write`. Over REST: `POST /admin/orders/{idOrNumber}/shipments`
       *
       * @throws NOT_FOUND, INVALID_TRANSITION, NOTHING_TO_SHIP, INSUFFICIENT_STOCK
       */
      ship: IdempotentMutation<AdminOrdersShipInput, Order>;
      /**
       * Record a payment outside the shop.
       *
       * Confirms a pending order. For an order with cash on delivery, the payment replaces the one at the door.
       *
       * For admins and API keys with the scope `orders:write`. Over REST: `POST /admin/orders/{idOrNumber}/mark-paid`
       *
       * @throws NOT_FOUND, INVALID_TRANSITION, ALREADY_PAID
       */
      markPaid: IdempotentMutation<AdminOrdersMarkPaidInput, Order>;
      /**
       * Cancel an order before it is shipped.
       *
       * If the order is shipped in part, only the rest is cancelled: its stock is released and its price refunded. The
       * status of the order then follows from its shipments.
       *
       * For admins and API keys with the scope `orders:write`. Over REST: `POST /admin/orders/{idOrNumber}/cancel`
       *
       * @throws NOT_FOUND, INVALID_TRANSITION
       */
      cancel: IdempotentMutation<AdminOrdersCancelInput, Order>;
      /**
       * Refund an order.
       *
       * Refunds an `amount`, or the price of `lines`. Without either, refunds all that is left.
       *
       * For admins and API keys with the scope `orders:write`. Over REST: `POST /admin/orders/{idOrNumber}/refund`
       *
       * @throws NOT_FOUND, REFUND_TOO_LARGE
       */
      refund: IdempotentMutation<AdminOrdersRefundInput, Order>;
    };
    users: {
      /**
       * List the accounts, newest first.
       *
       * For admins and API keys with the scope `users:read`. Over REST: `GET /admin/users`
       */
      list: Query<AdminUsersListInput, UserPage>;
      /**
       * Return an account with its orders and sessions.
       *
       * For admins and API keys with the scope `users:read`. Over REST: `GET /admin/users/{id}`
       *
       * @throws NOT_FOUND
       */
      get: Query<AdminUsersGetInput, UserDetails>;
      /**
       * Change the role of an account.
       *
       * Takes effect with the next call of the account. If the account is no longer an admin, its API keys are revoked.
       *
       * For admins. Over REST: `PATCH /admin/users/{id}`
       *
       * @throws NOT_FOUND, LAST_ADMIN
       */
      setRole: Mutation<AdminUsersSetRoleInput, User>;
      /**
       * Set the customer groups of an account.
       *
       * Promotions can require a group. The new groups apply from the next call of the account on.
       *
       * For admins. Over REST: `PUT /admin/users/{id}/groups`
       *
       * @throws NOT_FOUND
       */
      setGroups: Mutation<AdminUsersSetGroupsInput, User>;
      /**
       * Erase an account, and keep its orders without personal data.
       *
       * For admins. Over REST: `DELETE /admin/users/{id}`
       *
       * @throws NOT_FOUND, LAST_ADMIN
       */
      remove: Mutation<AdminUsersRemoveInput, ErasedAccount>;
      /**
       * Sign an account out on every device.
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
       * Create an API key for a program.
       *
       * Only the first answer shows the key, and a replay does not. The key acts for the admin that created it, and
       * ends when that account is no longer an admin.
       *
       * For admins. Over REST: `POST /admin/api-keys`
       *
       * @throws INVALID_CREDENTIALS
       */
      create: IdempotentMutation<AdminApiKeysCreateInput, CreatedApiKey>;
      /**
       * Revoke an API key.
       *
       * For admins. Over REST: `DELETE /admin/api-keys/{id}`
       *
       * @throws NOT_FOUND
       */
      revoke: Mutation<AdminApiKeysRevokeInput, void>;
    };
    /**
     * List the changes by admins, API keys and the command line, newest first.
     *
     * Each entry names the actor, the action, the values before and after, the time and the IP address. Entries never
     * change.
     *
     * For admins and API keys with the scope `audit:read`. Over REST: `GET /admin/audit`
     */
    audit: Query<AdminAuditInput, AuditPage>;
    products: {
      /**
       * Export the catalogue as CSV, with a row for each variant.
       *
       * `admin.products.import` takes the same file, and finds no change in it.
       *
       * For admins and API keys with the scope `products:read`. Over REST: `GET /admin/products.csv`
       */
      export: Download<AdminProductsExportInput>;
      /**
       * Import products from CSV, or preview an import.
       *
       * A dry run unless `dryRun` is false. The slug finds the product and the SKU the variant. Products and columns
       * that the file leaves out keep their values. One transaction applies the whole file or nothing. An API key that
       * changes existing stock also needs `inventory:write`.
       *
       * For admins and API keys with the scope `products:write`. Over REST: `POST /admin/products.csv`
       *
       * @throws IMPORT_RUNNING, IMPORT_OVERTAKEN
       */
      import: IdempotentMutation<AdminProductsImportInput, ImportReport>;
    };
    /**
     * Return the stats of a period.
     *
     * Counts the orders placed in the period by their current status, so that an order cancelled since does not count.
     * Days follow the time zone of the store (`STORE_TIME_ZONE`). A period has at most two years.
     *
     * For admins and API keys with the scope `stats:read`. Over REST: `GET /admin/stats`
     */
    stats: Query<AdminStatsInput, Stats>;
    inventory: {
      /**
       * List the variants with low stock.
       *
       * For admins and API keys with the scope `inventory:read`. Over REST: `GET /admin/inventory/low`
       */
      low: Query<AdminInventoryLowInput, LowStockPage>;
      /**
       * Search the stock ledger of all variants, newest first.
       *
       * For admins and API keys with the scope `inventory:read`. Over REST: `GET /admin/inventory/ledger`
       */
      ledger: Query<AdminInventoryLedgerInput, FoundLedgerPage>;
      /**
       * Compare all stock with the ledger and with open orders.
       *
       * Changes nothing. `cartwright inventory verify --repair` adds the missing ledger rows.
       *
       * For admins and API keys with the scope `inventory:read`. Over REST: `GET /admin/inventory/verify`
       */
      verify: Query<void, StockReport>;
    };
    taxRates: {
      /**
       * List the tax rates.
       *
       * For admins and API keys with the scope `settings:read`. Over REST: `GET /admin/tax-rates`
       */
      list: Query<AdminTaxRatesListInput, TaxRatePage>;
      /**
       * Create a tax rate.
       *
       * The rate with mode `replaces` for the smallest place applies. Rates with mode `adds` come on top of it. New
       * orders use the rate at once.
       *
       * For admins and API keys with the scope `settings:write`. Over REST: `POST /admin/tax-rates`
       */
      create: IdempotentMutation<AdminTaxRatesCreateInput, TaxRate>;
      /**
       * Change a tax rate.
       *
       * Orders keep the tax that they were placed with.
       *
       * For admins and API keys with the scope `settings:write`. Over REST: `PATCH /admin/tax-rates/{id}`
       *
       * @throws NOT_FOUND, STALE_VERSION
       */
      update: Mutation<AdminTaxRatesUpdateInput, TaxRate>;
      /**
       * Remove a tax rate.
       *
       * Orders keep the tax that they were placed with.
       *
       * For admins and API keys with the scope `settings:write`. Over REST: `DELETE /admin/tax-rates/{id}`
       *
       * @throws NOT_FOUND, STALE_VERSION
       */
      remove: Mutation<AdminTaxRatesRemoveInput, void>;
    };
    shippingMethods: {
      /**
       * List the shipping methods.
       *
       * For admins and API keys with the scope `settings:read`. Over REST: `GET /admin/shipping-methods`
       */
      list: Query<AdminShippingMethodsListInput, ShippingMethodPage>;
      /**
       * Create a shipping method.
       *
       * The price follows steps by subtotal, weight or quantity: the last step counts whose `from` is not above the
       * measure. Customers choose among the methods that serve their address.
       *
       * For admins and API keys with the scope `settings:write`. Over REST: `POST /admin/shipping-methods`
       */
      create: IdempotentMutation<AdminShippingMethodsCreateInput, ShippingMethod>;
      /**
       * Change a shipping method.
       *
       * Orders keep the price that they were placed with.
       *
       * For admins and API keys with the scope `settings:write`. Over REST: `PATCH /admin/shipping-methods/{id}`
       *
       * @throws NOT_FOUND, STALE_VERSION
       */
      update: Mutation<AdminShippingMethodsUpdateInput, ShippingMethod>;
      /**
       * Remove a shipping method.
       *
       * Orders keep the price that they were placed with.
       *
       * For admins and API keys with the scope `settings:write`. Over REST: `DELETE /admin/shipping-methods/{id}`
       *
       * @throws NOT_FOUND, STALE_VERSION
       */
      remove: Mutation<AdminShippingMethodsRemoveInput, void>;
    };
    promotions: {
      /**
       * List the promotions, newest first.
       *
       * For admins and API keys with the scope `promotions:read`. Over REST: `GET /admin/promotions`
       */
      list: Query<AdminPromotionsListInput, PromotionPage>;
      /**
       * Return a promotion with its codes and what orders have used up.
       *
       * For admins and API keys with the scope `promotions:read`. Over REST: `GET /admin/promotions/{id}`
       *
       * @throws NOT_FOUND
       */
      get: Query<AdminPromotionsGetInput, Promotion>;
      /**
       * Create a promotion.
       *
       * An automatic promotion applies to every order that fits. Any other applies to orders with one of its codes,
       * which belong to it alone.
       *
       * For admins and API keys with the scope `promotions:write`. Over REST: `POST /admin/promotions`
       */
      create: IdempotentMutation<AdminPromotionsCreateInput, Promotion>;
      /**
       * Change a promotion, or add and remove codes.
       *
       * Orders keep the discount that they were placed with. A limit may be lower than what is used up already: then no
       * more orders can use the promotion.
       *
       * For admins and API keys with the scope `promotions:write`. Over REST: `PATCH /admin/promotions/{id}`
       *
       * @throws NOT_FOUND, STALE_VERSION
       */
      update: Mutation<AdminPromotionsUpdateInput, Promotion>;
      /**
       * End a promotion for good.
       *
       * New orders get no discount from it, from now on. Orders that were placed keep theirs. Its codes are free for
       * new promotions.
       *
       * For admins and API keys with the scope `promotions:write`. Over REST: `DELETE /admin/promotions/{id}`
       *
       * @throws NOT_FOUND, STALE_VERSION
       */
      archive: Mutation<AdminPromotionsArchiveInput, void>;
    };
    shipments: {
      /**
       * Correct the tracking of a shipment, or say how it ended.
       *
       * The status of the order follows: it is `delivered` when nothing is left to ship and every shipment is delivered
       * or returned to sender. Cash on delivery is collected then, without what came back. If every shipment of an
       * unpaid order came back, the order is cancelled.
       *
       * For admins and API keys with the scope `orders:write`. Over REST: `PATCH /admin/shipments/{id}`
       *
       * @throws NOT_FOUND, INVALID_TRANSITION
       */
      update: IdempotentMutation<AdminShipmentsUpdateInput, Order>;
    };
    returns: {
      /**
       * List returns, newest first.
       *
       * For admins and API keys with the scope `returns:read`. Over REST: `GET /admin/returns`
       */
      list: Query<AdminReturnsListInput, AdminReturnPage>;
      /**
       * Return a return.
       *
       * For admins and API keys with the scope `returns:read`. Over REST: `GET /admin/returns/{id}`
       *
       * @throws NOT_FOUND
       */
      get: Query<AdminReturnsGetInput, AdminReturn>;
      /**
       * Enter a return for a customer.
       *
       * For requests by telephone or letter. The return is approved at once, and the customer gets an e-mail. A
       * withdrawal can be entered after its time.
       *
       * For admins and API keys with the scope `returns:write`. Over REST: `POST /admin/returns`
       *
       * @throws NOT_FOUND, NOTHING_TO_RETURN
       */
      create: IdempotentMutation<AdminReturnsCreateInput, AdminReturn>;
      /**
       * Approve a return.
       *
       * The customer gets an e-mail and can send the goods.
       *
       * For admins and API keys with the scope `returns:write`. Over REST: `POST /admin/returns/{id}/approve`
       *
       * @throws NOT_FOUND, INVALID_TRANSITION
       */
      approve: IdempotentMutation<AdminReturnsApproveInput, AdminReturn>;
      /**
       * Reject a return of which nothing has arrived.
       *
       * For admins and API keys with the scope `returns:write`. Over REST: `POST /admin/returns/{id}/reject`
       *
       * @throws NOT_FOUND, INVALID_TRANSITION
       */
      reject: IdempotentMutation<AdminReturnsRejectInput, AdminReturn>;
      /**
       * Record goods of a return that arrived.
       *
       * Each quantity goes into stock or is written off. A return can be received in parts. `refund` refunds the price
       * of these quantities in the same transaction, less a `fee` that the store keeps.
       *
       * For admins and API keys with the scope `returns:write`. Over REST: `POST /admin/returns/{id}/receive`
       *
       * @throws NOT_FOUND, INVALID_TRANSITION
       */
      receive: IdempotentMutation<AdminReturnsReceiveInput, AdminReturn>;
      /**
       * End a return.
       *
       * Goods that have not arrived can be returned with another return.
       *
       * For admins and API keys with the scope `returns:write`. Over REST: `POST /admin/returns/{id}/close`
       *
       * @throws NOT_FOUND, INVALID_TRANSITION
       */
      close: IdempotentMutation<AdminReturnsCloseInput, AdminReturn>;
    };
    /**
     * Follow the events of all orders.
     *
     * Begins with the newest event, or after `lastEventId`, and continues with each new one, in one sequence without
     * gaps.
     *
     * For admins and API keys with the scope `orders:read`. Over REST: `GET /admin/events`
     *
     * @throws TOO_MANY_STREAMS
     */
    onEvent: Subscription<AdminOnEventInput, OrderUpdate>;
    jobs: {
      /**
       * List the jobs that are not finished, newest first.
       *
       * For admins and API keys with the scope `jobs:read`. Over REST: `GET /admin/jobs`
       */
      list: Query<AdminJobsListInput, JobPage>;
      /**
       * Count the jobs by name and state, and list the workers.
       *
       * For admins and API keys with the scope `jobs:read`. Over REST: `GET /admin/jobs/stats`
       */
      stats: Query<void, JobStats>;
      /**
       * Return a job with its payload and its last error.
       *
       * For admins and API keys with the scope `jobs:read`. Over REST: `GET /admin/jobs/{id}`
       *
       * @throws NOT_FOUND
       */
      get: Query<AdminJobsGetInput, Job>;
      /**
       * Run a job at once, with its attempts counted from zero.
       *
       * For admins and API keys with the scope `jobs:write`. Over REST: `POST /admin/jobs/{id}/retry`
       *
       * @throws NOT_FOUND, JOB_RUNNING
       */
      retry: Mutation<AdminJobsRetryInput, Job>;
      /**
       * Remove a job without running it.
       *
       * For admins and API keys with the scope `jobs:write`. Over REST: `DELETE /admin/jobs/{id}`
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
    /** The problem with the credentials */
    reason: 'missing' | 'session' | 'key' | 'notRenewable';
  };
  /** HTTP 403 */
  FORBIDDEN: {
    /** The obstacle: the role of the account, or the use of an API key */
    reason: 'role' | 'key';
  };
  /** HTTP 403 */
  SCOPE_MISSING: {
    /** The scope that the key lacks */
    scope: string;
  };
  /**
   * HTTP 403: The session cookie is accepted from the shop's own pages only. Add this origin to ALLOWED_ORIGINS, or
   * send a bearer token.
   */
  CROSS_ORIGIN: Record<never, never>;
  /** HTTP 404: There is nothing here, or it is not yours. Check the address and the ids in the request. */
  NOT_FOUND: Record<never, never>;
  /** HTTP 409 */
  STALE_VERSION: {
    /** The current version */
    version: number;
  };
  /** HTTP 405 */
  METHOD_NOT_ALLOWED: {
    /** The methods that the address takes */
    allow: string[];
  };
  /** HTTP 413 */
  TOO_LARGE: {
    /** Bytes */
    limit: number;
  };
  /** HTTP 415 */
  UNSUPPORTED_MEDIA_TYPE: {
    /** The media types that the address takes */
    accepted: string[];
  };
  /** HTTP 422 */
  VALIDATION: {
    issues: {
      /** The field, such as `items.0.quantity`. Empty for the input as a whole */
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
    /** Seconds to wait */
    retryAfter: number;
    /** The limit that the call exceeds, as a number of calls in a number of seconds */
    policy: { name: string; calls: number; seconds: number };
  };
  /** HTTP 429 */
  TOO_MANY_STREAMS: {
    /** The streams that the account or the network may have open at the same time */
    limit: number;
    /** The owner of the limit. An API key counts as an account */
    of: 'account' | 'network';
  };
  /** HTTP 503 */
  UNAVAILABLE: {
    /** Seconds to wait */
    retryAfter: number;
  };
  /** HTTP 500: Something went wrong in the shop. Try again, and report the request id if it happens again. */
  INTERNAL: Record<never, never>;
  /** HTTP 401 */
  INVALID_CREDENTIALS: {
    /** The wrong part of the credentials */
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
    /** The guesses that are left for this code */
    attemptsLeft: number;
  };
  /** HTTP 400: There is no active code for this address. Request a new one. */
  CODE_EXPIRED: Record<never, never>;
  /** HTTP 400: Too many wrong codes were entered. Request a new one. */
  CODE_LOCKED: Record<never, never>;
  /** HTTP 400 */
  TOKEN_INVALID: {
    /** The wrong part of the credentials */
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
  STOCK_RESERVED: { onHand: number; reserved: number };
  /** HTTP 415 */
  UNSUPPORTED_IMAGE: { reason: string };
  /** HTTP 409 */
  PRODUCT_UNAVAILABLE: { variantIds: string[] };
  /** HTTP 409 */
  INSUFFICIENT_STOCK: {
    /** The available quantity of the first line that is short */
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
  /** HTTP 422 */
  PROMOTION_NOT_APPLICABLE: {
    /** The code of the promotion, in upper case */
    promotionCode: string;
    /** The reason for which the code does not apply */
    reason:
      | 'unknown'
      | 'not_started'
      | 'expired'
      | 'used_up'
      | 'used_by_you'
      | 'minimum'
      | 'items'
      | 'country'
      | 'customer'
      | 'not_combinable';
  };
  /** HTTP 409 */
  PROMOTION_EXHAUSTED: {
    /** The code of the promotion, in upper case */
    promotionCode: string;
  };
  /** HTTP 409: The cart is empty. Add an item first, or send `items`. */
  CART_EMPTY: Record<never, never>;
  /** HTTP 409 */
  PRICE_CHANGED: { quote: Quote };
  /** HTTP 409 */
  SHIPPING_UNAVAILABLE: {
    /** No method is chosen of several, the chosen one does not fit, or none fits */
    reason: 'required' | 'unfitting' | 'unserved';
    /** The shipping methods that fit the order */
    options: ShippingOption[];
  };
  /** HTTP 409 */
  INVALID_TRANSITION: {
    from:
      | 'pending'
      | 'confirmed'
      | 'processing'
      | 'shipped'
      | 'delivered'
      | 'cancelled'
      | 'returned_to_sender'
      | 'requested'
      | 'approved'
      | 'rejected'
      | 'received'
      | 'closed';
    to:
      | 'pending'
      | 'confirmed'
      | 'processing'
      | 'shipped'
      | 'delivered'
      | 'cancelled'
      | 'returned_to_sender'
      | 'requested'
      | 'approved'
      | 'rejected'
      | 'received'
      | 'closed';
    /** The statuses that the caller may move the order to instead */
    allowed: (
      | 'pending'
      | 'confirmed'
      | 'processing'
      | 'shipped'
      | 'delivered'
      | 'cancelled'
      | 'returned_to_sender'
      | 'requested'
      | 'approved'
      | 'rejected'
      | 'received'
      | 'closed'
    )[];
  };
  /**
   * HTTP 409: Goods of this order have left the store, or it was cancelled, so its addresses stay as they are. Contact
   * the store.
   */
  ALREADY_SHIPPED: Record<never, never>;
  /** HTTP 409 */
  NEEDS_EDIT: {
    /** The part of the shipping address that can change tax or shipping */
    field: 'country' | 'state' | 'vatId';
  };
  /** HTTP 409: A payment of this order is in progress. Wait for its result, then read the order again. */
  PAYMENT_IN_PROGRESS: Record<never, never>;
  /** HTTP 409 */
  PAYMENT_TOO_LATE: {
    /** The time at which the time to pay ended */
    expiresAt: Date;
  };
  /** HTTP 409: Nothing of this order is left to ship: everything was shipped or cancelled. Read the order again. */
  NOTHING_TO_SHIP: Record<never, never>;
  /**
   * HTTP 409: Nothing of these lines can be returned: it was not shipped yet, came back, or is in another return. Read
   * the order again.
   */
  NOTHING_TO_RETURN: Record<never, never>;
  /** HTTP 409 */
  WITHDRAWAL_OVER: {
    /** The time at which it ended */
    endedAt: Date;
  };
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
  /** The end of the code in the e-mail */
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
      /** The token of the link in the e-mail, instead of `email` and `code` */
      token: string;
      email?: undefined;
      code?: undefined;
    };

export interface Verification {
  /** The token for `auth.register` */
  verificationToken: string;
  expiresAt: Date;
  /** The verified address */
  email: string;
  /** True if an account has this address. It is verified now */
  emailVerified: boolean;
  /**
   * True if the account had been opened without proof of the address. It is empty now. Register with the token, or
   * reset the password
   */
  needsPassword: boolean;
}

export interface AuthRegisterInput {
  /** An e-mail address */
  email: string;
  /** 8 to 128 characters, and none of the most common passwords */
  password: string;
  name: string;
  /**
   * The token of `auth.verifyCode`. The account begins with a verified address, and replaces an unverified account of
   * the same address
   */
  verificationToken?: string | undefined;
  /**
   * `bearer`: the answer holds the tokens. `cookie`: the session is in a cookie that no script can read, and the answer
   * holds no tokens
   *
   * @default "bearer"
   */
  mode?: 'bearer' | 'cookie' | undefined;
}

export interface Session {
  user: User;
  /** The token for `Authorization: Bearer …`. Absent in cookie mode */
  accessToken?: string | undefined;
  /** Works for one `auth.refresh`, which may be repeated for 10 seconds. Absent in cookie mode */
  refreshToken?: string | undefined;
  tokenType?: 'Bearer' | undefined;
  /** The lifetime of the access token in seconds. In cookie mode that of the unused session */
  expiresIn: number;
  /** The end of the same lifetime */
  expiresAt: Date;
  /** The outcome of merging the guest's cart */
  cart?: CartMerge | undefined;
  /** Only in a replay, which does not show the tokens of the first answer again. Sign in instead */
  tokensShown?: false | undefined;
}

export interface User {
  /** UUIDv7 */
  id: string;
  email: string;
  name: string;
  role: 'customer' | 'admin';
  /** The customer groups, which promotions can require */
  groups: string[];
  emailVerified: boolean;
  createdAt: Date;
  /** The number of orders that this customer cancelled */
  cancelledOrders: number;
}

export interface CartMerge {
  items: {
    /** UUIDv7 */
    variantId: string;
    name: string;
    /** The quantity in the guest's cart */
    requested: number;
    /** The quantity in the cart now */
    quantity: number;
    /**
     * `added`: the quantity was added. `kept`: the cart of the account had as many or more. `clamped`: the stock is
     * lower. `dropped`: the item is unavailable
     */
    outcome: 'added' | 'kept' | 'clamped' | 'dropped';
  }[];
}

export interface AuthLoginInput {
  /** An e-mail address */
  email: string;
  password: string;
  /**
   * `bearer`: the answer holds the tokens. `cookie`: the session is in a cookie that no script can read, and the answer
   * holds no tokens
   *
   * @default "bearer"
   */
  mode?: 'bearer' | 'cookie' | undefined;
}

export interface AuthRefreshInput {
  /** Required unless the session is in a cookie */
  refreshToken?: string | undefined;
}

export interface AuthSessionsListInput {
  /**
   * The largest number of items in the answer
   *
   * @default 20
   */
  limit?: number | undefined;
  /** The `nextCursor` of the page before */
  cursor?: string | undefined;
}

export interface DevicePage {
  items: Device[];
  /** The `cursor` of the next page, or null on the last page */
  nextCursor: string | null;
}

export interface Device {
  /** UUIDv7 */
  id: string;
  mode: 'bearer' | 'cookie';
  /** The `User-Agent` of the device */
  userAgent: string | null;
  /** The IP address at sign-in */
  ip: string | null;
  createdAt: Date;
  /** Accurate to five minutes */
  lastUsedAt: Date;
  /** The time at which the session ends at the latest */
  endsAt: Date;
  /** True for the session of this call */
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
  /** 8 to 128 characters, and none of the most common passwords */
  newPassword: string;
}

export interface AuthChangeEmailInput {
  /** An e-mail address */
  email: string;
  password: string;
}

export interface AuthChangeEmailOutput {
  /** The end of the code in the e-mail */
  expiresAt: Date;
}

/** The same as `AuthVerifyCodeInput`. */
export type AuthConfirmEmailInput = AuthVerifyCodeInput;

/** The same as `AuthRequestCodeInput`. */
export type AuthRequestPasswordResetInput = AuthRequestCodeInput;

export interface AuthResetPasswordInput {
  token: string;
  /** 8 to 128 characters, and none of the most common passwords */
  password: string;
}

/** The same as `AuthRequestCodeInput`. */
export type AuthRequestErasureInput = AuthRequestCodeInput;

export interface AuthRequestErasureOutput {
  /** The end of the code in the e-mail */
  expiresAt: Date;
}

export type AuthConfirmErasureInput =
  | {
      /** An e-mail address */
      email: string;
      code: string;
      /** `export` returns the orders of the address. `erase` removes the person from them */
      action: 'export' | 'erase';
      /** The `nextCursor` of the answer before, with `export` */
      cursor?: string | undefined;
      token?: undefined;
    }
  | {
      /** The token of the link in the e-mail or of an export, instead of `email` and `code` */
      token: string;
      /** `export` returns the orders of the address. `erase` removes the person from them */
      action: 'export' | 'erase';
      /** The `nextCursor` of the answer before, with `export` */
      cursor?: string | undefined;
      email?: undefined;
      code?: undefined;
    };

export interface GuestData {
  /** The orders of the address, newest first, for `export` */
  orders: Order[];
  /** The `cursor` of the next page of an export */
  nextCursor: string | null;
  /**
   * The numbers of the orders that keep name and addresses until they are delivered, or cancelled and refunded. Of more
   * than 100, the newest
   */
  openOrders: string[];
  /** After an export: the `token` for the next page or for the erasure */
  token: string | null;
  /** The end of `token` */
  expiresAt: Date | null;
}

export interface Order {
  /** UUIDv7 */
  id: string;
  /** The readable number of the order */
  number: string;
  status: 'pending' | 'confirmed' | 'processing' | 'shipped' | 'delivered' | 'cancelled';
  paymentStatus: 'unpaid' | 'authorised' | 'paid' | 'failed' | 'partially_refunded' | 'refunded';
  /** Follows from the items and the shipments. `returned`: everything that was shipped came back */
  fulfillmentStatus: 'unfulfilled' | 'partially_shipped' | 'shipped' | 'partially_delivered' | 'delivered' | 'returned';
  items: OrderedItem[];
  /** In minor units, like all amounts */
  subtotal: number;
  /** The discounts of lines and of shipping */
  discount: number;
  /** Shipping before its discounts */
  shipping: number;
  fee: number;
  tax: number;
  /** The part of `tax` that the prices contain */
  taxIncluded: number;
  /** subtotal − discount + shipping + fee + tax − taxIncluded */
  total: number;
  /** ISO 4217 */
  currency: string;
  /** Every amount beside the prices of the lines, with its reason */
  adjustments: Adjustment[];
  /** Grows with each change of what was ordered */
  revision: number;
  refunded: number;
  /** Grows with each correction of the addresses. Send it with the next one */
  version: number;
  shippingAddress: Address;
  /** Null if it is the shipping address */
  billingAddress: Address | null;
  vat: VatEffect | null;
  payment: {
    method: string;
    /** The reason for which the last attempt failed */
    failure: string | null;
    /** The step that the customer must take before the payment continues */
    action: PaymentAction | null;
  };
  note: string | null;
  /** The tracking of the newest shipment */
  tracking: Tracking | null;
  /** Oldest first */
  shipments: Shipment[];
  /** Oldest first */
  returns: Return[];
  /** The end of the time for a withdrawal. Null until everything is delivered, because it begins then */
  withdrawalEndsAt: Date | null;
  /** The newest 100 events of the order, oldest first */
  timeline: OrderEvent[];
  /** The statuses that the caller may move the order to */
  allowedTransitions: ('pending' | 'confirmed' | 'processing' | 'shipped' | 'delivered' | 'cancelled')[];
  /** The time at which the server cancels an unpaid order. It moves while a payment is on its way */
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
  /** `unitPrice` × `quantity`, in minor units */
  lineTotal: number;
  /** The discounts of this line */
  discount: number;
  /** The tax of this line */
  tax: number;
  /** The quantity cancelled before shipping, which is not to be packed */
  cancelledQuantity: number;
  /** The quantity in shipments */
  shippedQuantity: number;
  /** The quantity that came back after shipping, into stock or written off */
  returnedQuantity: number;
}

export interface Adjustment {
  /** The part of the order that the amount belongs to */
  target: 'line' | 'shipping' | 'order';
  /** The index of the item, for the target `line` */
  line: number | null;
  kind: 'discount' | 'tax' | 'shipping' | 'fee';
  /** In minor units. A discount is below 0 */
  amount: number;
  /** The amount that this one was computed from */
  base: number;
  /** The rate in hundredths of a percent, if there is one */
  basisPoints: number | null;
  /** The id of the promotion, tax rate or shipping method */
  sourceId: string | null;
  /** The reason, such as `VAT 19 %` */
  label: string;
  /** Whether it is a tax that the prices contain */
  included: boolean;
}

export interface Address {
  fullName: string;
  company?: string | undefined;
  /** The VAT number of a business, with the prefix of its country, such as DE123456789 */
  vatId?: string | undefined;
  line1: string;
  line2?: string | undefined;
  city: string;
  /** A code or a name. Required in AU, BR, CA, IN, MX and US */
  state?: string | undefined;
  /** Required in countries that use postal codes */
  postalCode?: string | undefined;
  /** ISO 3166-1 alpha-2 */
  country: string;
  phone?: string | undefined;
}

/** The VAT number of a business, and its effect on the tax */
export interface VatEffect {
  /** The number of the address. Null in an order whose customer was erased */
  number: string | null;
  /**
   * `confirmed`: an intra-community supply without tax. `invalid`: the register does not know the number.
   * `unconfirmed`: the register was not asked or did not answer. `not_applicable`: tax does not depend on it here
   */
  status: 'confirmed' | 'invalid' | 'unconfirmed' | 'not_applicable';
}

export interface PaymentAction {
  type: string;
  /** The secret for the client library of the provider */
  clientSecret: string;
}

export interface Tracking {
  carrier: string | null;
  number: string | null;
  url: string | null;
}

export interface Shipment {
  /** UUIDv7 */
  id: string;
  status: 'shipped' | 'delivered' | 'returned_to_sender';
  /** The goods in this shipment */
  lines: {
    /** UUIDv7 */
    variantId: string;
    quantity: number;
  }[];
  tracking: Tracking;
  shippedAt: Date;
  deliveredAt: Date | null;
  /** The time at which the carrier brought the goods back */
  returnedAt: Date | null;
  /** For a shipment that was returned to sender: whether its goods went into stock or were written off */
  restocked: boolean | null;
}

export interface Return {
  /** UUIDv7 */
  id: string;
  /** `withdrawal`: the customer uses the right to step back from the purchase */
  kind: 'return' | 'withdrawal';
  status: 'requested' | 'approved' | 'rejected' | 'received' | 'closed';
  requestedBy: 'customer' | 'admin';
  lines: {
    /** UUIDv7 */
    variantId: string;
    quantity: number;
    /** Null for a withdrawal, which needs no reason */
    reason:
      | 'damaged'
      | 'defective'
      | 'wrong_item'
      | 'not_as_described'
      | 'does_not_fit'
      | 'changed_mind'
      | 'other'
      | null;
    /** The quantity that came back into stock */
    restockedQuantity: number;
    /** The quantity that came back and was written off */
    writtenOffQuantity: number;
  }[];
  /** The reason in the words of the person */
  reason: string | null;
  /** The reason for a rejection, in the words of the store */
  rejectReason: string | null;
  createdAt: Date;
  updatedAt: Date;
}

export type OrderEvent = OrderEventVariant & {
  /** The same id as in the streams. Absent in the answer of the call that wrote the event */
  id?: string | undefined;
  actor: 'customer' | 'admin' | 'system';
  at: Date;
};

export type OrderEventVariant =
  | {
      /** The customer placed the order */
      type: 'placed';
      data: Record<string, never>;
    }
  | {
      /** The customer started another payment attempt */
      type: 'payment_started';
      data: Record<string, never>;
    }
  | {
      /** The payment waits for a step of the customer, such as 3-D Secure */
      type: 'payment_action_required';
      data: Record<string, never>;
    }
  | {
      /** A payment attempt failed */
      type: 'payment_failed';
      data: {
        /** A code of the shop or of the provider, such as `insufficient_funds` */
        reason: string;
      };
    }
  | {
      /** The total was captured, or an admin recorded it */
      type: 'paid';
      data: {
        /** In minor units */
        amount: number;
        /** The reference that the admin wrote */
        reference?: string | undefined;
      };
    }
  | {
      /** Money came after the order stopped waiting for it. The shop refunds it */
      type: 'paid_late';
      data: {
        /** In minor units */
        amount: number;
      };
    }
  | {
      /** Money came that is not the total. The shop refunds it */
      type: 'paid_wrong_amount';
      data: {
        /** In minor units */
        amount: number;
      };
    }
  | {
      /** The order expires later, because money is on its way or the provider does not answer */
      type: 'expiry_postponed';
      data: {
        reason: 'payment_pending' | 'no_answer';
        /** The new end, ISO 8601 */
        until: string;
      };
    }
  | {
      /** The order is paid, or will be paid on delivery */
      type: 'confirmed';
      data: Record<string, never>;
    }
  | {
      /** An admin began to prepare the order */
      type: 'processing';
      data: Record<string, never>;
    }
  | {
      /** A shipment left the shop */
      type: 'shipped';
      data: {
        /** The id of the shipment */
        shipmentId: string;
      };
    }
  | {
      /** The customer or an admin corrected an address */
      type: 'corrected';
      data: {
        fields: ('shippingAddress' | 'billingAddress' | 'email')[];
      };
    }
  | {
      /** An admin changed the tracking of a shipment */
      type: 'tracking_changed';
      data: {
        /** The id of the shipment */
        shipmentId: string;
      };
    }
  | {
      /** A shipment reached the customer */
      type: 'delivered';
      data: {
        /** The id of the shipment */
        shipmentId: string;
      };
    }
  | {
      /** The carrier brought a shipment back */
      type: 'returned_to_sender';
      data: {
        /** The id of the shipment */
        shipmentId: string;
        /** True if the goods went into stock, false if written off */
        restock: boolean;
      };
    }
  | {
      /** An admin cancelled what was left to ship of an order that was shipped in part */
      type: 'rest_cancelled';
      data: {
        /** The cancelled quantity */
        quantity: number;
        /** The reason, in the words of the person */
        reason?: string | undefined;
      };
    }
  | {
      /** The customer or an admin cancelled the order, or it expired */
      type: 'cancelled';
      data: {
        by: 'customer' | 'store' | 'expiry';
        /** For goods that were refused at the door: true if they went into stock, false if written off */
        restock?: boolean | undefined;
        /** The reason, in the words of the person or of the shop */
        reason?: string | undefined;
      };
    }
  | {
      /** The customer or an admin requested a return, or the customer withdrew */
      type: 'return_requested';
      data: {
        /** The id of the return */
        returnId: string;
        kind: 'return' | 'withdrawal';
        /** The reason, in the words of the person */
        reason?: string | undefined;
      };
    }
  | {
      /** The goods of a return may be sent */
      type: 'return_approved';
      data: {
        /** The id of the return */
        returnId: string;
      };
    }
  | {
      /** An admin rejected a return */
      type: 'return_rejected';
      data: {
        /** The id of the return */
        returnId: string;
        /** The reason, in the words of the store */
        reason?: string | undefined;
      };
    }
  | {
      /** Goods of a return arrived */
      type: 'return_received';
      data: {
        /** The id of the return */
        returnId: string;
        /** The quantity that went into stock */
        restocked: number;
        /** The quantity that was written off */
        writtenOff: number;
      };
    }
  | {
      /** An admin ended a return */
      type: 'return_closed';
      data: {
        /** The id of the return */
        returnId: string;
      };
    }
  | {
      /** A refund began */
      type: 'refund_requested';
      data: {
        /** In minor units */
        amount: number;
        /** The reason, in the words of the person or of the shop */
        reason?: string | undefined;
      };
    }
  | {
      /** A provider carried out a refund */
      type: 'refunded';
      data: {
        /** In minor units */
        amount: number;
      };
    }
  | {
      /** A provider did not carry out a refund */
      type: 'refund_failed';
      data: {
        /** In minor units */
        amount: number;
        /** A code of the shop or of the provider, such as `insufficient_funds` */
        reason: string;
      };
    };

/** The same as `AuthSessionsListInput`. */
export type AuthAddressesListInput = AuthSessionsListInput;

export interface SavedAddressPage {
  items: SavedAddress[];
  /** The `cursor` of the next page, or null on the last page */
  nextCursor: string | null;
}

export interface SavedAddress {
  fullName: string;
  company?: string | undefined;
  /** The VAT number of a business, with the prefix of its country, such as DE123456789 */
  vatId?: string | undefined;
  line1: string;
  line2?: string | undefined;
  city: string;
  /** A code or a name. Required in AU, BR, CA, IN, MX and US */
  state?: string | undefined;
  /** Required in countries that use postal codes */
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
  company?: string | undefined;
  /** The VAT number of a business, with the prefix of its country, such as DE123456789 */
  vatId?: string | undefined;
  line1: string;
  line2?: string | undefined;
  city: string;
  /** A code or a name. Required in AU, BR, CA, IN, MX and US */
  state?: string | undefined;
  /** Required in countries that use postal codes */
  postalCode?: string | undefined;
  /** ISO 3166-1 alpha-2 */
  country: string;
  phone?: string | undefined;
}

export interface AuthAddressesUpdateInput {
  fullName?: string | undefined;
  company?: string | undefined;
  /** The VAT number of a business, with the prefix of its country, such as DE123456789 */
  vatId?: string | undefined;
  line1?: string | undefined;
  line2?: string | undefined;
  city?: string | undefined;
  /** A code or a name. Required in AU, BR, CA, IN, MX and US */
  state?: string | undefined;
  /** Required in countries that use postal codes */
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
  /**
   * The numbers of the orders that keep name and addresses until they are delivered, or cancelled and refunded. Of more
   * than 100, the newest
   */
  openOrders: string[];
}

export interface ProductsListInput {
  /** The slug of a category */
  category?: string | undefined;
  /** The lowest price of a variant */
  minPrice?: number | undefined;
  /** The highest price of the same variant */
  maxPrice?: number | undefined;
  /** `true`: the same variant is available. `false`: it is sold out */
  inStock?: boolean | undefined;
  /**
   * The options of the same variant, such as `Size:M`. Values of one name are alternatives, and names are combined. At
   * most 10 names. Case and accents do not matter
   */
  options?: Record<string, string[]> | undefined;
  /** The attributes of the product, such as `material:wool`, by the same rules */
  attributes?: Record<string, string[]> | undefined;
  ids?: string[] | undefined;
  /**
   * The order of the items. `price` and `-price` sort by the lowest price of each product, regardless of filters
   *
   * @default "newest"
   */
  sort?: 'newest' | 'price' | '-price' | 'name' | undefined;
  /**
   * The largest number of items in the answer
   *
   * @default 20
   */
  limit?: number | undefined;
  /** The `nextCursor` of the page before */
  cursor?: string | undefined;
}

export interface ProductPage {
  items: Product[];
  /** The `cursor` of the next page, or null on the last page */
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
  /** The class of goods by which its tax rates are chosen, such as `standard` */
  taxClass: string;
  /** The lowest price of the variants, in minor units */
  price: number;
  /** The former or recommended price of the variant with the lowest price */
  compareAtPrice: number | null;
  /** The `lowestPrice30Days` of that variant */
  lowestPrice30Days: number | null;
  /** ISO 4217 */
  currency: string;
  /** Whether its prices include tax, as `PRICES_INCLUDE_TAX` says. If not, an order adds it */
  priceIncludesTax: boolean;
  /** The sum of its variants */
  available: number;
  inStock: boolean;
  images: Image[];
  /** The URL of the first image */
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
  /** The same image in three smaller widths, the smallest first */
  thumbnails: { url: string; width: number; height: number }[];
}

export interface Variant {
  /** UUIDv7 */
  id: string;
  sku: string;
  /** Such as `{ "Size": "M" }`. Empty for a simple product */
  options: Record<string, string>;
  /** In minor units of the store's currency, such as cents */
  price: number;
  /** The former or recommended price */
  compareAtPrice: number | null;
  /**
   * The lowest price of the 30 days before the present price took effect. Null without `compareAtPrice`, or if this is
   * the first price
   */
  lowestPrice30Days: number | null;
  /** The weight of one unit with its packaging, in grams. Null if it is not known */
  weight: number | null;
  /** The quantity that can be ordered: on hand less reserved */
  available: number;
  version: number;
  /** For admins and API keys only */
  onHand?: number | undefined;
  /** For admins and API keys only */
  reserved?: number | undefined;
  /** For admins. Null if the number of the shop applies */
  lowStockAt?: number | null | undefined;
}

export interface ProductsSearchInput {
  /** Words that the name, a SKU or the description must contain, or have a word begin with */
  q: string;
  /** The slug of a category */
  category?: string | undefined;
  /** The lowest price of a variant */
  minPrice?: number | undefined;
  /** The highest price of the same variant */
  maxPrice?: number | undefined;
  /** `true`: the same variant is available. `false`: it is sold out */
  inStock?: boolean | undefined;
  /**
   * The options of the same variant, such as `Size:M`. Values of one name are alternatives, and names are combined. At
   * most 10 names. Case and accents do not matter
   */
  options?: Record<string, string[]> | undefined;
  /** The attributes of the product, such as `material:wool`, by the same rules */
  attributes?: Record<string, string[]> | undefined;
  ids?: string[] | undefined;
  /**
   * The order of the items. `price` and `-price` sort by the lowest price of each product, regardless of filters
   *
   * @default "relevance"
   */
  sort?: 'relevance' | 'newest' | 'price' | '-price' | 'name' | undefined;
  /**
   * The largest number of items in the answer
   *
   * @default 20
   */
  limit?: number | undefined;
  /** The `nextCursor` of the page before */
  cursor?: string | undefined;
}

export interface SearchPage {
  items: Product[];
  /** The `cursor` of the next page, or null on the last page */
  nextCursor: string | null;
  facets: Facets;
  total: number;
}

/** Each value has the number of products that a search would find with it instead of the chosen values of its facet */
export interface Facets {
  categories: { slug: string; name: string; count: number }[];
  priceRanges: {
    /** In minor units of the store's currency, such as cents */
    minPrice: number;
    /** Null if the range is open. Both ends are part of the range */
    maxPrice: number | null;
    count: number;
  }[];
  /** The 20 most frequent options, each with its 50 most frequent values */
  options: { name: string; values: { value: string; count: number }[] }[];
  /** The same for attributes */
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
  /** UUIDv7, which promotions name */
  id: string;
  /** The number of active products in the category */
  count: number;
  version: number;
}

export type ProductsCreateInput =
  | {
      /** For a simple product */
      sku?: string | undefined;
      /** For a simple product */
      price: number;
      /** For a simple product */
      compareAtPrice?: number | undefined;
      /** For a simple product */
      stock?: number | undefined;
      /** For a simple product */
      lowStockAt?: number | undefined;
      /** In grams, for a simple product */
      weight?: number | undefined;
      name: string;
      /** Derived from the name by default. The server refuses words of its own paths, such as `search` */
      slug?: string | undefined;
      /** @default "" */
      description?: string | undefined;
      /** The slug of a category */
      category?: string | undefined;
      /** @default "active" */
      status?: 'draft' | 'active' | undefined;
      /** @default {} */
      attributes?: Record<string, string> | undefined;
      /**
       * Such as `standard`, `reduced` or `zero`. The rates of class `shipping` apply to shipping
       *
       * @default "standard"
       */
      taxClass?: string | undefined;
      variants?: undefined;
    }
  | {
      /** The variants, instead of the fields of a simple product */
      variants: {
        /** Derived from the slug by default */
        sku?: string | undefined;
        /** @default {} */
        options?: Record<string, string> | undefined;
        /** In minor units of the store's currency, such as cents */
        price: number;
        /** In minor units of the store's currency, such as cents */
        compareAtPrice?: number | undefined;
        /**
         * The quantity on hand
         *
         * @default 0
         */
        stock?: number | undefined;
        /** The available quantity at or below which the stock counts as low, instead of the number of the shop */
        lowStockAt?: number | undefined;
        /** The weight of one unit with its packaging, in grams, by which shipping is priced */
        weight?: number | undefined;
      }[];
      name: string;
      /** Derived from the name by default. The server refuses words of its own paths, such as `search` */
      slug?: string | undefined;
      /** @default "" */
      description?: string | undefined;
      /** The slug of a category */
      category?: string | undefined;
      /** @default "active" */
      status?: 'draft' | 'active' | undefined;
      /** @default {} */
      attributes?: Record<string, string> | undefined;
      /**
       * Such as `standard`, `reduced` or `zero`. The rates of class `shipping` apply to shipping
       *
       * @default "standard"
       */
      taxClass?: string | undefined;
      sku?: undefined;
      price?: undefined;
      compareAtPrice?: undefined;
      stock?: undefined;
      lowStockAt?: undefined;
      weight?: undefined;
    };

export interface ProductsUpdateInput {
  /** The id or the slug of a product */
  idOrSlug: string;
  /** The version that the change is based on */
  version: number;
  name?: string | undefined;
  slug?: string | undefined;
  description?: string | undefined;
  /** The slug of a category, or null for none */
  category?: string | null | undefined;
  status?: 'draft' | 'active' | undefined;
  /** The complete set, which replaces the current one */
  attributes?: Record<string, string> | undefined;
  /** Such as `standard`, `reduced` or `zero`. The rates of class `shipping` apply to shipping */
  taxClass?: string | undefined;
  /** For a simple product */
  sku?: string | undefined;
  /** For a simple product */
  price?: number | undefined;
  /** For a simple product. Null for none */
  compareAtPrice?: number | null | undefined;
  /** For a simple product. Null for the number of the shop */
  lowStockAt?: number | null | undefined;
  /** In grams, for a simple product. Null if it is not known */
  weight?: number | null | undefined;
}

export interface ProductsArchiveInput {
  /** The id or the slug of a product */
  idOrSlug: string;
  /** The version that the change is based on */
  version?: number | undefined;
}

/** The same as `ProductsArchiveInput`. */
export type ProductsRestoreInput = ProductsArchiveInput;

export interface ProductsVariantsCreateInput {
  /** Derived from the slug by default */
  sku?: string | undefined;
  /** @default {} */
  options?: Record<string, string> | undefined;
  /** In minor units of the store's currency, such as cents */
  price: number;
  /** In minor units of the store's currency, such as cents */
  compareAtPrice?: number | undefined;
  /**
   * The quantity on hand
   *
   * @default 0
   */
  stock?: number | undefined;
  /** The available quantity at or below which the stock counts as low, instead of the number of the shop */
  lowStockAt?: number | undefined;
  /** The weight of one unit with its packaging, in grams, by which shipping is priced */
  weight?: number | undefined;
  /** The id or the slug of a product */
  idOrSlug: string;
}

export interface ProductsVariantsUpdateInput {
  /** The id of the variant */
  id: string;
  /** The version that the change is based on */
  version: number;
  sku?: string | undefined;
  /** The complete set, which replaces the current one */
  options?: Record<string, string> | undefined;
  /** In minor units of the store's currency, such as cents */
  price?: number | undefined;
  /** Null for none */
  compareAtPrice?: number | null | undefined;
  /** Null for the number of the shop */
  lowStockAt?: number | null | undefined;
  /** In grams. Null if it is not known */
  weight?: number | null | undefined;
}

export interface ProductsVariantsRemoveInput {
  /** The id of the variant */
  id: string;
  /** The version that the change is based on */
  version?: number | undefined;
}

export interface ProductsImagesAddInput {
  /** The id or the slug of a product */
  idOrSlug: string;
  /** A JPEG, PNG or WebP image of at most 5 MB and 50 megapixels */
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
  /** The id of each image of the product once, in the new order */
  imageIds: string[];
}

export interface ProductsStockAdjustInput {
  /** The id of a variant */
  id: string;
  /** The quantity to add, or to subtract if negative */
  delta: number;
  /** The reason for the change, in your own words */
  reason: string;
  /** A reference, such as the number of a delivery note */
  reference?: string | undefined;
}

export interface ProductsStockSetInput {
  /** The id of a variant */
  id: string;
  /** The quantity on hand */
  onHand: number;
  /** The version of the variant that the count is based on */
  version: number;
  /** The reason for the change, in your own words */
  reason: string;
  /** A reference, such as the number of a delivery note */
  reference?: string | undefined;
}

export interface ProductsStockLedgerInput {
  /** The id of a variant */
  id: string;
  /**
   * The largest number of items in the answer
   *
   * @default 20
   */
  limit?: number | undefined;
  /** The `nextCursor` of the page before */
  cursor?: string | undefined;
}

export interface LedgerPage {
  items: LedgerEntry[];
  /** The `cursor` of the next page, or null on the last page */
  nextCursor: string | null;
}

export interface LedgerEntry {
  /** Grows with time */
  id: number;
  /**
   * `received`: New stock of a new variant. `imported`: A CSV file changed the stock. `reserved`: An order was placed.
   * `released`: An order that was not shipped gave its quantity back. `shipped`: The goods of an order left the shop.
   * `returned`: Shipped goods came back into stock. `written_off`: Shipped goods came back and did not go into stock.
   * `corrected`: `inventory verify --repair` changed the ledger or the reserved quantity. Any other reason is in the
   * words of a person
   */
  reason: string;
  onHandChange: number;
  reservedChange: number;
  onHandAfter: number;
  reservedAfter: number;
  /** The actor: `user:<id>`, `key:<id>`, `job:<name>`, `cli`, or `customer` for the order's own customer */
  actor: string;
  /** UUIDv7 */
  orderId: string | null;
  /** A reference beside the order, such as the number of a delivery note */
  reference: string | null;
  createdAt: Date;
}

export interface ProductsSaveCategoryInput {
  /** The current slug of the category */
  slug: string;
  name: string;
  /** The new slug */
  newSlug?: string | undefined;
  /** The version that the change is based on */
  version?: number | undefined;
}

export interface ProductsRemoveCategoryInput {
  slug: string;
  /** The version that the change is based on */
  version?: number | undefined;
}

export interface Cart {
  /** Null until the first item is added */
  id: string | null;
  items: CartItem[];
  /** The codes that were entered. Those that do not apply are among the issues */
  codes: string[];
  /** The promotions that take something off, those without a code included */
  discounts: CartDiscount[];
  /** The sum of all items in minor units, before discounts */
  subtotal: number;
  /** The sum of all discounts */
  discount: number;
  /** `subtotal` − `discount`, before shipping and tax */
  total: number;
  /** ISO 4217 */
  currency: string;
  /** The sum of all quantities */
  count: number;
  /** The reasons for which this cart cannot be ordered as it is */
  issues: CartIssue[];
  expiresAt: Date | null;
  /** The token of a guest's new cart, for `X-Cart-Token` from now on */
  token?: string | undefined;
  /** Only in a replay, which does not show the `token` of the first answer again */
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
  /** The current price */
  unitPrice: number;
  /** The price when the item was added */
  priceAtAdd: number;
  /** Minor units */
  lineTotal: number;
  available: number;
}

export interface CartDiscount {
  /** The name of the promotion, or its code */
  label: string;
  /** The code that brought the promotion in */
  code?: string | undefined;
  /** Minor units */
  amount: number;
}

export interface CartIssue {
  code: 'PRICE_CHANGED' | 'SHORT_STOCK' | 'UNAVAILABLE' | 'PROMOTION_NOT_APPLICABLE';
  /** The item, unless the issue is about a code */
  variantId?: string | undefined;
  /** The code of the promotion, in upper case */
  promotionCode?: string | undefined;
  /** The reason for which the code does not apply */
  reason?:
    | 'unknown'
    | 'not_started'
    | 'expired'
    | 'used_up'
    | 'used_by_you'
    | 'minimum'
    | 'items'
    | 'country'
    | 'customer'
    | 'not_combinable'
    | undefined;
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
      /** The id of a product with a single variant, instead of `variantId` */
      productId: string;
      /** @default 1 */
      quantity?: number | undefined;
      variantId?: undefined;
    };

export interface CartUpdateItemInput {
  /** UUIDv7 */
  variantId: string;
  /** 0 removes the item */
  quantity: number;
}

export interface CartRemoveItemInput {
  /** UUIDv7 */
  variantId: string;
}

export interface CartApplyCodeInput {
  /** A code, in upper or lower case */
  code: string;
}

/** The same as `CartApplyCodeInput`. */
export type CartRemoveCodeInput = CartApplyCodeInput;

export interface OrdersQuoteInput {
  /** The items to order. Without them the server orders the cart */
  items?:
    | (
        | {
            /** UUIDv7 */
            variantId: string;
            quantity: number;
            productId?: undefined;
          }
        | {
            /** The id of a product with a single variant, instead of `variantId` */
            productId: string;
            quantity: number;
            variantId?: undefined;
          }
      )[]
    | undefined;
  shippingAddress: {
    fullName?: string | undefined;
    company?: string | undefined;
    /** The VAT number of a business, with the prefix of its country, such as DE123456789 */
    vatId?: string | undefined;
    line1?: string | undefined;
    line2?: string | undefined;
    city?: string | undefined;
    /** A code or a name. Required in AU, BR, CA, IN, MX and US */
    state?: string | undefined;
    /** Required in countries that use postal codes */
    postalCode?: string | undefined;
    /** ISO 3166-1 alpha-2 */
    country: string;
    phone?: string | undefined;
  };
  /** The address on the invoice. Leave it out if it is the shipping address */
  billingAddress?: AddressInput | undefined;
  /** The id of a shipping method that fits the order. Can be left out if only one does */
  shippingMethod?: string | undefined;
  /** The codes of promotions. Without them the server takes the cart's codes, if it orders the cart */
  codes?: string[] | undefined;
  payment?: PaymentInput | undefined;
  /** The address of a guest, for news about the order. An account leaves it out, or sends its own */
  email?: string | undefined;
  note?: string | undefined;
  /** The total that the customer saw. The server refuses the order if the total differs */
  expectedTotal?: number | undefined;
}

export type PaymentInput =
  | {
      /** For tests. Takes no money */
      method: 'dummy';
      /**
       * The outcome: pays, declines, never answers, or answers at the third try
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
      /** Card and the other methods of Stripe */
      method: 'stripe';
      /** The id of a payment method from Stripe */
      token: string;
    };

export interface Quote {
  items: OrderItem[];
  /** In minor units, like all amounts */
  subtotal: number;
  /** The discounts of lines and of shipping */
  discount: number;
  /** Shipping before its discounts */
  shipping: number;
  fee: number;
  tax: number;
  /** The part of `tax` that the prices contain */
  taxIncluded: number;
  /** subtotal − discount + shipping + fee + tax − taxIncluded */
  total: number;
  /** ISO 4217 */
  currency: string;
  /** Every amount beside the prices of the lines, with its reason */
  adjustments: Adjustment[];
  /** The shipping methods that fit the order, the lowest price first */
  shippingOptions: ShippingOption[];
  /** The id of the method that the amounts contain. Null if one has to be chosen */
  shippingMethod: string | null;
  shippingAddress: {
    fullName?: string | undefined;
    company?: string | undefined;
    /** The VAT number of a business, with the prefix of its country, such as DE123456789 */
    vatId?: string | undefined;
    line1?: string | undefined;
    line2?: string | undefined;
    city?: string | undefined;
    /** A code or a name. Required in AU, BR, CA, IN, MX and US */
    state?: string | undefined;
    /** Required in countries that use postal codes */
    postalCode?: string | undefined;
    /** ISO 3166-1 alpha-2 */
    country: string;
    phone?: string | undefined;
  };
  vat: VatEffect | null;
  note: string | null;
  /** Every reason for which `orders.place` would refuse the order. Empty if it would accept it */
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
  /** `unitPrice` × `quantity`, in minor units */
  lineTotal: number;
  /** The discounts of this line */
  discount: number;
  /** The tax of this line */
  tax: number;
}

export interface ShippingOption {
  /** UUIDv7 */
  id: string;
  name: string;
  /** In minor units of the store's currency, such as cents */
  price: number;
  /** The least number of days until delivery */
  minDays: number | null;
  /** The greatest number of days until delivery */
  maxDays: number | null;
  /** Whether the customer picks the goods up at the store */
  pickup: boolean;
}

export interface QuoteProblem {
  code:
    | 'CART_EMPTY'
    | 'PRODUCT_UNAVAILABLE'
    | 'INSUFFICIENT_STOCK'
    | 'PROMOTION_NOT_APPLICABLE'
    | 'PROMOTION_EXHAUSTED'
    | 'SHIPPING_UNAVAILABLE'
    | 'PRICE_CHANGED';
  message: string;
  /** UUIDv7 */
  variantId?: string | undefined;
  available?: number | undefined;
  /** The code of the promotion, in upper case */
  promotionCode?: string | undefined;
  /** The reason for which the code does not apply */
  reason?:
    | 'unknown'
    | 'not_started'
    | 'expired'
    | 'used_up'
    | 'used_by_you'
    | 'minimum'
    | 'items'
    | 'country'
    | 'customer'
    | 'not_combinable'
    | undefined;
}

export interface OrdersPlaceInput {
  /** The items to order. Without them the server orders the cart */
  items?:
    | (
        | {
            /** UUIDv7 */
            variantId: string;
            quantity: number;
            productId?: undefined;
          }
        | {
            /** The id of a product with a single variant, instead of `variantId` */
            productId: string;
            quantity: number;
            variantId?: undefined;
          }
      )[]
    | undefined;
  shippingAddress: AddressInput;
  /** The address on the invoice. Leave it out if it is the shipping address */
  billingAddress?: AddressInput | undefined;
  /** The id of a shipping method that fits the order. Can be left out if only one does */
  shippingMethod?: string | undefined;
  /** The codes of promotions. Without them the server takes the cart's codes, if it orders the cart */
  codes?: string[] | undefined;
  payment: PaymentInput;
  /** The address of a guest, for news about the order. An account leaves it out, or sends its own */
  email?: string | undefined;
  note?: string | undefined;
  /** The total that the customer saw. The server refuses the order if the total differs */
  expectedTotal?: number | undefined;
}

export interface PlacedOrder {
  /** UUIDv7 */
  id: string;
  /** The readable number of the order */
  number: string;
  status: 'pending' | 'confirmed' | 'processing' | 'shipped' | 'delivered' | 'cancelled';
  paymentStatus: 'unpaid' | 'authorised' | 'paid' | 'failed' | 'partially_refunded' | 'refunded';
  /** Follows from the items and the shipments. `returned`: everything that was shipped came back */
  fulfillmentStatus: 'unfulfilled' | 'partially_shipped' | 'shipped' | 'partially_delivered' | 'delivered' | 'returned';
  items: OrderedItem[];
  /** In minor units, like all amounts */
  subtotal: number;
  /** The discounts of lines and of shipping */
  discount: number;
  /** Shipping before its discounts */
  shipping: number;
  fee: number;
  tax: number;
  /** The part of `tax` that the prices contain */
  taxIncluded: number;
  /** subtotal − discount + shipping + fee + tax − taxIncluded */
  total: number;
  /** ISO 4217 */
  currency: string;
  /** Every amount beside the prices of the lines, with its reason */
  adjustments: Adjustment[];
  /** Grows with each change of what was ordered */
  revision: number;
  refunded: number;
  /** Grows with each correction of the addresses. Send it with the next one */
  version: number;
  shippingAddress: Address;
  /** Null if it is the shipping address */
  billingAddress: Address | null;
  vat: VatEffect | null;
  payment: {
    method: string;
    /** The reason for which the last attempt failed */
    failure: string | null;
    /** The step that the customer must take before the payment continues */
    action: PaymentAction | null;
  };
  note: string | null;
  /** The tracking of the newest shipment */
  tracking: Tracking | null;
  /** Oldest first */
  shipments: Shipment[];
  /** Oldest first */
  returns: Return[];
  /** The end of the time for a withdrawal. Null until everything is delivered, because it begins then */
  withdrawalEndsAt: Date | null;
  /** The newest 100 events of the order, oldest first */
  timeline: OrderEvent[];
  /** The statuses that the caller may move the order to */
  allowedTransitions: ('pending' | 'confirmed' | 'processing' | 'shipped' | 'delivered' | 'cancelled')[];
  /** The time at which the server cancels an unpaid order. It moves while a payment is on its way */
  expiresAt: Date | null;
  createdAt: Date;
  /** For a guest: the token that opens this order, as the header `X-Order-Token`. Keep it for the customer */
  orderToken?: string | undefined;
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

export interface OrdersUpdateAddressInput {
  /** The id or the number of an order */
  idOrNumber: string;
  /** The `version` of the order that the correction is based on */
  version: number;
  shippingAddress: AddressInput;
  /** Null for the shipping address. Left out, it keeps its value */
  billingAddress?: AddressInput | null | undefined;
}

export interface OrdersRequestReturnInput {
  /** The id or the number of an order */
  idOrNumber: string;
  lines: {
    /** UUIDv7 */
    variantId: string;
    quantity: number;
    /**
     * A withdrawal needs none, and none is stored
     *
     * @default "other"
     */
    reason?:
      | 'damaged'
      | 'defective'
      | 'wrong_item'
      | 'not_as_described'
      | 'does_not_fit'
      | 'changed_mind'
      | 'other'
      | undefined;
  }[];
  /** The reason in words */
  reason?: string | undefined;
  /**
   * `withdrawal` is approved at once, and open until `withdrawalEndsAt` of the order
   *
   * @default "return"
   */
  kind?: 'return' | 'withdrawal' | undefined;
}

export interface OrdersListInput {
  /**
   * The largest number of items in the answer
   *
   * @default 20
   */
  limit?: number | undefined;
  /** The `nextCursor` of the page before */
  cursor?: string | undefined;
}

export interface OrderPage {
  items: Order[];
  /** The `cursor` of the next page, or null on the last page */
  nextCursor: string | null;
}

export interface OrdersGetInput {
  /** The id or the number of an order */
  idOrNumber: string;
}

export interface OrdersOnUpdateInput {
  /** The id or the number of an order */
  idOrNumber: string;
  /**
   * The `id` of the last event that arrived. The stream continues after it. `0` begins with the first event. An id that
   * the shop does not know begins with the newest event
   */
  lastEventId?: string | undefined;
}

/** One event of an order. */
export type OrderUpdate = OrderEventVariant & {
  /** The id of this event. Send it as `lastEventId` to continue after it */
  id: string;
  actor: 'customer' | 'admin' | 'system';
  at: Date;
  /** UUIDv7 */
  orderId: string;
  /** The readable number of the order */
  orderNumber: string;
  /** The status of the order when the server read the event. It may be ahead of the event */
  status: 'pending' | 'confirmed' | 'processing' | 'shipped' | 'delivered' | 'cancelled';
};

export interface OrdersOnAnyInput {
  /**
   * The `id` of the last event that arrived. The stream continues after it. `0` begins with the first event. An id that
   * the shop does not know begins with the newest event
   */
  lastEventId?: string | undefined;
}

export interface Store {
  name: string;
  /** ISO 4217 */
  currency: string;
  /** Whether the prices of products and of shipping include tax */
  pricesIncludeTax: boolean;
  /** The countries that a shipping method serves */
  countries: {
    /** ISO 3166-1 alpha-2 */
    code: string;
    /** In English */
    name: string;
    postalCode: 'required' | 'optional' | 'none';
    /** The states, one of which an address needs */
    states?: { code: string; name: string }[] | undefined;
  }[];
  paymentMethods: {
    /** The `payment.method` of an order */
    method: string;
    label: string;
    /** Whether guests can choose it */
    guests: boolean;
    /** The key for the provider's client library */
    publicKey?: string | undefined;
  }[];
  /** Whether customers can order without an account */
  guestCheckout: boolean;
  limits: {
    /** The most lines of a cart and of an order */
    lines: number;
    /** The largest quantity of a line */
    quantity: number;
  };
  links: {
    /** The address of the page, or null if the store has not set it */
    terms: string | null;
    /** The address of the page, or null if the store has not set it */
    privacy: string | null;
    /** The address of the page, or null if the store has not set it */
    imprint: string | null;
    /** The address of the page, or null if the store has not set it */
    withdrawal: string | null;
  };
}

export interface AdminOrdersListInput {
  status?: 'pending' | 'confirmed' | 'processing' | 'shipped' | 'delivered' | 'cancelled' | undefined;
  paymentStatus?: 'unpaid' | 'authorised' | 'paid' | 'failed' | 'partially_refunded' | 'refunded' | undefined;
  fulfillmentStatus?:
    | 'unfulfilled'
    | 'partially_shipped'
    | 'shipped'
    | 'partially_delivered'
    | 'delivered'
    | 'returned'
    | undefined;
  /** The id of an account */
  customer?: string | undefined;
  /** A part of the number or of the e-mail address */
  q?: string | undefined;
  /** The earliest time, or the first day in the time zone of the store */
  from?: string | undefined;
  /** The time before which it ends, or the last day in the time zone of the store */
  to?: string | undefined;
  /**
   * The largest number of items in the answer
   *
   * @default 20
   */
  limit?: number | undefined;
  /** The `nextCursor` of the page before */
  cursor?: string | undefined;
}

/** The same as `OrdersGetInput`. */
export type AdminOrdersGetInput = OrdersGetInput;

export interface AdminOrder {
  /** UUIDv7 */
  id: string;
  /** The readable number of the order */
  number: string;
  status: 'pending' | 'confirmed' | 'processing' | 'shipped' | 'delivered' | 'cancelled';
  paymentStatus: 'unpaid' | 'authorised' | 'paid' | 'failed' | 'partially_refunded' | 'refunded';
  /** Follows from the items and the shipments. `returned`: everything that was shipped came back */
  fulfillmentStatus: 'unfulfilled' | 'partially_shipped' | 'shipped' | 'partially_delivered' | 'delivered' | 'returned';
  items: OrderedItem[];
  /** In minor units, like all amounts */
  subtotal: number;
  /** The discounts of lines and of shipping */
  discount: number;
  /** Shipping before its discounts */
  shipping: number;
  fee: number;
  tax: number;
  /** The part of `tax` that the prices contain */
  taxIncluded: number;
  /** subtotal − discount + shipping + fee + tax − taxIncluded */
  total: number;
  /** ISO 4217 */
  currency: string;
  /** Every amount beside the prices of the lines, with its reason */
  adjustments: Adjustment[];
  /** Grows with each change of what was ordered */
  revision: number;
  refunded: number;
  /** Grows with each correction of the addresses. Send it with the next one */
  version: number;
  shippingAddress: Address;
  /** Null if it is the shipping address */
  billingAddress: Address | null;
  vat: VatEffect | null;
  payment: {
    method: string;
    /** The reason for which the last attempt failed */
    failure: string | null;
    /** The step that the customer must take before the payment continues */
    action: PaymentAction | null;
  };
  note: string | null;
  /** The tracking of the newest shipment */
  tracking: Tracking | null;
  /** Oldest first */
  shipments: Shipment[];
  /** Oldest first */
  returns: Return[];
  /** The end of the time for a withdrawal. Null until everything is delivered, because it begins then */
  withdrawalEndsAt: Date | null;
  /** The newest 100 events of the order, oldest first */
  timeline: OrderEvent[];
  /** The statuses that the caller may move the order to */
  allowedTransitions: ('pending' | 'confirmed' | 'processing' | 'shipped' | 'delivered' | 'cancelled')[];
  /** The time at which the server cancels an unpaid order. It moves while a payment is on its way */
  expiresAt: Date | null;
  createdAt: Date;
  customer: {
    /** Null for a guest, and after the account was erased */
    id: string | null;
    email: string;
    name: string;
  };
  /** The newest 100 payment attempts, oldest first */
  payments: PaymentAttempt[];
  /** The newest 100 refunds, oldest first */
  refunds: Refund[];
  /** The newest 500 stock changes of the order, oldest first. `admin.inventory.ledger` with this `order` returns all */
  ledger: FoundLedgerEntry[];
  /** The newest 100 e-mails about the order, its shipments and the refunds shown, oldest first */
  mails: SentMail[];
  /** The newest 100 jobs of the order that wait, run or have failed. A finished job is not listed */
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
  /** The id at the provider */
  reference: string | null;
  failure: string | null;
  createdAt: Date;
  updatedAt: Date;
}

export interface Refund {
  /** UUIDv7 */
  id: string;
  /** The return that the refund was made with */
  returnId: string | null;
  /** In minor units of the store's currency, such as cents */
  amount: number;
  /** The part of `amount` that is for shipping */
  shipping: number;
  /** `created` until every attempt has ended. A failed amount can be refunded again */
  status: 'created' | 'succeeded' | 'failed' | 'partially_failed';
  reason: string | null;
  /** The actor: `user:<id>`, `key:<id>`, `job:<name>`, `cli`, or `customer` for the order's own customer */
  actor: string;
  /** The tax in `amount`, an entry for each rate */
  taxes: { label: string; basisPoints: number; amount: number }[];
  /** The parts of the amount that belong to items. The rest belongs to no item */
  lines: RefundedLine[];
  /** One attempt for each payment that the refund takes from */
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
  /** The part of the price that the store kept */
  fee: number;
  /** The tax in `amount`, an entry for each rate */
  taxes: { label: string; basisPoints: number; amount: number }[];
}

export interface RefundAttempt {
  /** UUIDv7 */
  id: string;
  /** UUIDv7 */
  paymentId: string;
  /** In minor units of the store's currency, such as cents */
  amount: number;
  status: 'created' | 'succeeded' | 'failed';
  /** The id at the provider */
  reference: string | null;
  failure: string | null;
  createdAt: Date;
  updatedAt: Date;
}

export interface FoundLedgerEntry {
  /** Grows with time */
  id: number;
  /**
   * `received`: New stock of a new variant. `imported`: A CSV file changed the stock. `reserved`: An order was placed.
   * `released`: An order that was not shipped gave its quantity back. `shipped`: The goods of an order left the shop.
   * `returned`: Shipped goods came back into stock. `written_off`: Shipped goods came back and did not go into stock.
   * `corrected`: `inventory verify --repair` changed the ledger or the reserved quantity. Any other reason is in the
   * words of a person
   */
  reason: string;
  onHandChange: number;
  reservedChange: number;
  onHandAfter: number;
  reservedAfter: number;
  /** The actor: `user:<id>`, `key:<id>`, `job:<name>`, `cli`, or `customer` for the order's own customer */
  actor: string;
  /** UUIDv7 */
  orderId: string | null;
  /** A reference beside the order, such as the number of a delivery note */
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
  /** The refund that the e-mail is about */
  refundId: string | null;
  /** The shipment that the e-mail is about */
  shipmentId: string | null;
  /** The return that the e-mail is about */
  returnId: string | null;
  sentAt: Date;
}

export interface OrderJob {
  id: string;
  /** Such as `orders.sendOrderMail` */
  name: string;
  /** `failed`: the job has used all its attempts and waits for a person */
  state: 'waiting' | 'retrying' | 'running' | 'failed';
  attempts: number;
  maxAttempts: number;
  /** The time of the next run, or of the run that is due */
  runAt: Date;
  lastError: string | null;
  createdAt: Date;
}

export interface AdminOrdersUpdateInput {
  /** The id or the number of an order */
  idOrNumber: string;
  /** The `version` of the order that the correction is based on */
  version: number;
  shippingAddress?: AddressInput | undefined;
  /** Null for the shipping address */
  billingAddress?: AddressInput | null | undefined;
  /** The address for news about the order. Links of earlier e-mails end with it */
  email?: string | undefined;
}

export interface AdminOrdersExportInput {
  status?: 'pending' | 'confirmed' | 'processing' | 'shipped' | 'delivered' | 'cancelled' | undefined;
  paymentStatus?: 'unpaid' | 'authorised' | 'paid' | 'failed' | 'partially_refunded' | 'refunded' | undefined;
  fulfillmentStatus?:
    | 'unfulfilled'
    | 'partially_shipped'
    | 'shipped'
    | 'partially_delivered'
    | 'delivered'
    | 'returned'
    | undefined;
  /** The id of an account */
  customer?: string | undefined;
  /** A part of the number or of the e-mail address */
  q?: string | undefined;
  /** The earliest time, or the first day in the time zone of the store */
  from?: string | undefined;
  /** The time before which it ends, or the last day in the time zone of the store */
  to?: string | undefined;
  /**
   * Whether the file begins with a byte order mark, which tells Excel that it is UTF-8
   *
   * @default false
   */
  bom?: boolean | undefined;
}

export interface OrderReport {
  /** The number of orders */
  checked: number;
  /** Contradictions in orders, at most 1000 */
  drifts: OrderDrift[];
  /** The balances of promotions, compared with their ledger */
  balances: BalanceReport;
}

export interface OrderDrift {
  /** UUIDv7 */
  orderId: string;
  number: string;
  /**
   * Compares: `amount`: an amount of the order, such as `tax`, with the sum of the rows of its revision. `units`: the
   * units of the order with the quantities of its lines, without cancelled ones. `revisions`: the number of revisions
   * with lines with the revision of the order. `revision_total`: the total of the rows of a revision with 0.
   * `line_total`: the total of a line with its price times its quantity. `line_quantity`: the cancelled and shipped
   * quantities of a line with its quantity. `line_back`: the returned quantity of a line with its shipped quantity.
   * `line_shipped`: the shipped quantity of a line with the lines of shipments. `return_receipts`: the received
   * quantity of a line of a return with its receipts. `return_quantity`: the quantity of a line that returns received
   * with its returned quantity. `line_cancelled`: the cancelled quantity of a line with 0. `line_returned`: the
   * returned quantity of a line with 0. `adjustment_line`: the number of lines with the position that an adjustment
   * names with 1. `captured`: the refunded amount of a payment with its captured amount. `refunded`: the refunded
   * amount of a payment with its refunds that have not failed. `refund_attempts`: the amount of a refund with the sum
   * of its attempts. `refund_lines`: the amounts of the lines of a refund with its amount. `refund_quantity`: the
   * refunded quantity of a line with its quantity. Amounts are in minor units
   */
  check:
    | 'amount'
    | 'units'
    | 'revisions'
    | 'revision_total'
    | 'line_total'
    | 'line_quantity'
    | 'line_back'
    | 'line_shipped'
    | 'return_receipts'
    | 'return_quantity'
    | 'line_cancelled'
    | 'line_returned'
    | 'adjustment_line'
    | 'captured'
    | 'refunded'
    | 'refund_attempts'
    | 'refund_lines'
    | 'refund_quantity';
  /** An amount of the order, a revision with a line or an adjustment, or the id of a payment or a refund */
  part: string | null;
  value: number;
  /** The value, or the bound that `value` passes */
  expected: number;
}

export interface BalanceReport {
  /** The number of balances */
  checked: number;
  /** Balances that differ from their ledger, at most 1000 */
  drifts: BalanceDrift[];
}

export interface BalanceDrift {
  /** Such as `promotion:<id>:uses` */
  id: string;
  value: number;
  /** The balance of the last row of its ledger */
  ledger: number;
  /** Ledger rows whose balance differs from the one before plus the change, at most 20 */
  brokenRows: number[];
}

export interface AdminOrdersSetStatusInput {
  /** The id or the number of an order */
  idOrNumber: string;
  status: 'confirmed' | 'processing' | 'shipped' | 'delivered' | 'cancelled';
  /**
   * With `shipped` or `delivered`, also at a later time for the newest shipment. Fields that are left out keep their
   * values
   */
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
   * With `cancelled`, for a shipped order: whether the goods came back into stock. By default they are written off.
   * Goods that were not shipped always return to stock
   */
  restock?: boolean | undefined;
}

export interface AdminOrdersShipInput {
  /** The id or the number of an order */
  idOrNumber: string;
  /** The quantities in this shipment. Without them it has everything that is left to ship */
  lines?:
    | {
        /** UUIDv7 */
        variantId: string;
        quantity: number;
      }[]
    | undefined;
  tracking?:
    | {
        carrier?: string | undefined;
        number?: string | undefined;
        url?: string | undefined;
      }
    | undefined;
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
       * Whether the refunded quantities go back into stock
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
       * Whether the refunded quantities go back into stock
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
  /** Only the members of this customer group */
  group?: string | undefined;
  /**
   * The largest number of items in the answer
   *
   * @default 20
   */
  limit?: number | undefined;
  /** The `nextCursor` of the page before */
  cursor?: string | undefined;
}

export interface UserPage {
  items: User[];
  /** The `cursor` of the next page, or null on the last page */
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
  /** The customer groups, which promotions can require */
  groups: string[];
  emailVerified: boolean;
  createdAt: Date;
  /** The number of orders that this customer cancelled */
  cancelledOrders: number;
  /** The newest orders. `admin.orders.list` with this `customer` and the cursor returns the others */
  orders: OrderPage;
  /** The sessions of the account, newest first. Signing in beyond 100 ends the oldest */
  sessions: {
    /** UUIDv7 */
    id: string;
    mode: 'bearer' | 'cookie';
    /** The `User-Agent` of the device */
    userAgent: string | null;
    /** The IP address at sign-in */
    ip: string | null;
    createdAt: Date;
    /** Accurate to five minutes */
    lastUsedAt: Date;
    /** The time at which the session ends at the latest */
    endsAt: Date;
  }[];
}

export interface AdminUsersSetRoleInput {
  /** UUIDv7 */
  id: string;
  role: 'customer' | 'admin';
}

export interface AdminUsersSetGroupsInput {
  /** UUIDv7 */
  id: string;
  /** All groups of the account. An empty list removes it from all */
  groups: string[];
}

/** The same as `AdminUsersGetInput`. */
export type AdminUsersRemoveInput = AdminUsersGetInput;

/** The same as `AdminUsersGetInput`. */
export type AdminUsersEndSessionsInput = AdminUsersGetInput;

export interface AdminUsersEndSessionsOutput {
  /** The number of sessions that ended */
  ended: number;
}

export interface AdminApiKeysListInput {
  /**
   * The largest number of items in the answer
   *
   * @default 20
   */
  limit?: number | undefined;
  /** The `nextCursor` of the page before */
  cursor?: string | undefined;
}

export interface ApiKeyPage {
  items: ApiKey[];
  /** The `cursor` of the next page, or null on the last page */
  nextCursor: string | null;
}

export interface ApiKey {
  /** UUIDv7 */
  id: string;
  name: string;
  /** The first characters of the key */
  prefix: string;
  scopes: Scope[];
  /** The admin that the key acts for */
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
 * `products:read`: Read the catalogue with drafts and stock on hand. `products:write`: Create, update and archive
 * products, variants, images and categories. `inventory:read`: Read low stock, the stock ledger and its verification.
 * `inventory:write`: Change stock. `orders:read`: Read all orders. `orders:write`: Change the status of orders, cancel
 * and refund them. `returns:read`: Read returns. `returns:write`: Create, approve, reject, receive and close returns,
 * with their refunds. `settings:read`: Read tax rates and shipping methods. `settings:write`: Create, change and remove
 * tax rates and shipping methods. `promotions:read`: Read promotions with their codes. `promotions:write`: Create,
 * change and archive promotions. `users:read`: Read accounts with their sessions and orders. `stats:read`: Read the
 * stats of the shop. `audit:read`: Read the audit log. `jobs:read`: Read the jobs. `jobs:write`: Retry and discard jobs
 */
export type Scope =
  | 'products:read'
  | 'products:write'
  | 'inventory:read'
  | 'inventory:write'
  | 'orders:read'
  | 'orders:write'
  | 'returns:read'
  | 'returns:write'
  | 'settings:read'
  | 'settings:write'
  | 'promotions:read'
  | 'promotions:write'
  | 'users:read'
  | 'stats:read'
  | 'audit:read'
  | 'jobs:read'
  | 'jobs:write';

export interface AdminApiKeysCreateInput {
  /** A name for the key, such as that of the program */
  name: string;
  /** The scopes of the key. It reaches nothing else */
  scopes: Scope[];
  /** The time at which the key ends. Without it the key does not end by itself */
  expiresAt?: string | undefined;
  /** The password of your account, because a key outlives the session that creates it */
  password: string;
}

export interface CreatedApiKey {
  /** UUIDv7 */
  id: string;
  name: string;
  /** The first characters of the key */
  prefix: string;
  scopes: Scope[];
  /** The admin that the key acts for */
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
  /** The key, for `Authorization: Bearer …`. Only the first answer has it */
  key?: string | undefined;
  /** False in a replay with the same `Idempotency-Key`, which does not show the key again */
  keyShown: boolean;
}

export interface AdminApiKeysRevokeInput {
  /** UUIDv7 */
  id: string;
}

export interface AdminAuditInput {
  /** The actor: `user:<id>`, `key:<id>` or `cli` */
  actor?: string | undefined;
  /** A procedure such as `products.update`, or a prefix such as `products` */
  action?: string | undefined;
  /** The id of the target */
  target?: string | undefined;
  /** At or after this time */
  from?: string | undefined;
  /** Before this time */
  to?: string | undefined;
  /** A part of the action, target, reason, request id, or of a value before or after */
  q?: string | undefined;
  /**
   * The largest number of items in the answer
   *
   * @default 20
   */
  limit?: number | undefined;
  /** The `nextCursor` of the page before */
  cursor?: string | undefined;
}

export interface AuditPage {
  items: AuditEntry[];
  /** The `cursor` of the next page, or null on the last page */
  nextCursor: string | null;
}

export interface AuditEntry {
  /** Grows with time */
  id: number;
  at: Date;
  /** The actor: `user:<id>`, `key:<id>`, `job:<name>`, `cli`, or `customer` for the order's own customer */
  actor: string;
  /** The current name of the actor, or null if the account no longer exists */
  actorName: string | null;
  /** The procedure or the command */
  action: string;
  target: {
    type: string;
    id: string;
    /** A readable name, such as a SKU */
    label: string | null;
  };
  /** The changed fields before the change, or null if the target did not exist */
  before: Record<string, unknown> | null;
  /** The same fields after the change, or null if the target no longer exists */
  after: Record<string, unknown> | null;
  /** The reason in the words of the actor */
  reason: string | null;
  ip: string | null;
  requestId: string | null;
}

export interface AdminProductsExportInput {
  status?: 'draft' | 'active' | 'archived' | undefined;
  /** The slug of a category */
  category?: string | undefined;
  /**
   * Whether the file begins with a byte order mark, which tells Excel that it is UTF-8
   *
   * @default false
   */
  bom?: boolean | undefined;
}

export interface AdminProductsImportInput {
  /** CSV in UTF-8, at most 33554432 bytes and 100000 rows */
  file: File;
  /**
   * Whether to report the changes without making them
   *
   * @default true
   */
  dryRun?: boolean | undefined;
  /**
   * `abort`: a faulty row stops the import. `skip`: the import leaves out products with a faulty row
   *
   * @default "abort"
   */
  onIssue?: 'abort' | 'skip' | undefined;
}

export interface ImportReport {
  dryRun: boolean;
  /** The number of rows, without the header and empty lines */
  rows: number;
  products: {
    created: number;
    updated: number;
    unchanged: number;
    skipped: number;
  };
  variants: { created: number; updated: number; unchanged: number };
  /** The number of variants whose stock on hand changes, including new ones */
  stockChanges: number;
  /** The first 1000 issues, by line */
  issues: ImportIssue[];
  issueCount: number;
}

export interface ImportIssue {
  /** The line in the file, from 1 */
  line: number;
  /** Null if the whole row is faulty */
  column: string | null;
  /** Such as `invalid`, `duplicate`, `STALE_VERSION`, `SKU_TAKEN`, `STOCK_RESERVED` */
  code: string;
  message: string;
}

export interface AdminStatsInput {
  /** The first time or day of the period. By default 29 days before today */
  from?: string | undefined;
  /** The end of the period: a time, which the period does not include, or a day, which it does. By default now */
  to?: string | undefined;
}

export interface Stats {
  from: Date;
  to: Date;
  /** The time zone of the store, which the days follow */
  timeZone: string;
  /** ISO 4217 */
  currency: string;
  /** Orders placed in the period that are now confirmed, processing, shipped or delivered */
  orders: number;
  /** The total of these orders, with shipping and tax, before refunds */
  revenue: number | null;
  /** The refunds of these orders, at any time */
  refunds: number | null;
  /** The quantity in these orders, without quantities cancelled before shipping */
  units: number | null;
  /** Revenue divided by orders, or 0 without orders */
  averageOrder: number | null;
  /** Accounts opened in the period that still exist */
  newCustomers: number;
  /** Present if a sum beside it is null because it exceeds 9,007,199,254,740,991 */
  overflow?: true | undefined;
  /** Orders placed in the period that wait for payment */
  pending: number;
  /** Orders placed in the period that were cancelled or have expired */
  cancelled: number;
  carts: {
    /** Carts that got their first item in the period, and still hold an item or became an order */
    begun: number;
    /** The carts of these that became an order */
    ordered: number;
    /** `ordered` divided by `begun`, or null if `begun` is 0 */
    conversion: number | null;
  };
  /** Every day of the period, with and without orders */
  byDay: {
    day: string;
    /** Orders placed in the period that are now confirmed, processing, shipped or delivered */
    orders: number;
    /** The total of these orders, with shipping and tax, before refunds */
    revenue: number | null;
    /** The refunds of these orders, at any time */
    refunds: number | null;
    /** The quantity in these orders, without quantities cancelled before shipping */
    units: number | null;
    /** Revenue divided by orders, or 0 without orders */
    averageOrder: number | null;
    /** Accounts opened in the period that still exist */
    newCustomers: number;
    /** Present if a sum beside it is null because it exceeds 9,007,199,254,740,991 */
    overflow?: true | undefined;
  }[];
  /** The first 10 by revenue */
  topProducts: {
    /** UUIDv7 */
    productId: string;
    slug: string;
    name: string;
    units: number | null;
    /** The sum of the lines, without shipping and tax, before refunds */
    revenue: number | null;
    /** Present if a sum beside it is null because it exceeds 9,007,199,254,740,991 */
    overflow?: true | undefined;
  }[];
  /** The first 10 by revenue */
  topCategories: {
    /** The current category of the products */
    category: { slug: string; name: string } | null;
    units: number | null;
    /** The sum of the lines, without shipping and tax, before refunds */
    revenue: number | null;
    /** Present if a sum beside it is null because it exceeds 9,007,199,254,740,991 */
    overflow?: true | undefined;
  }[];
  /** Stock on hand now, without archived products */
  stock: {
    pieces: number | null;
    /** At current prices */
    value: number | null;
    /** Present if a sum beside it is null because it exceeds 9,007,199,254,740,991 */
    overflow?: true | undefined;
  };
}

export interface AdminInventoryLowInput {
  /**
   * The largest number of items in the answer
   *
   * @default 20
   */
  limit?: number | undefined;
  /** The `nextCursor` of the page before */
  cursor?: string | undefined;
}

export interface LowStockPage {
  items: LowStockItem[];
  /** The `cursor` of the next page, or null on the last page */
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
  /** The available quantity at or below which the stock counts as low */
  lowStockAt: number;
}

export interface AdminInventoryLedgerInput {
  /** The id of a variant */
  variant?: string | undefined;
  sku?: string | undefined;
  /** Such as `received`, `reserved`, `shipped`, `imported` */
  reason?: string | undefined;
  /** Such as `user:<id>`, `job:<name>` or `cli` */
  actor?: string | undefined;
  /** Such as the number of a delivery note */
  reference?: string | undefined;
  /** The id of an order */
  order?: string | undefined;
  /** The earliest time, or the first day in the time zone of the store */
  from?: string | undefined;
  /** The time before which it ends, or the last day in the time zone of the store */
  to?: string | undefined;
  /**
   * The largest number of items in the answer
   *
   * @default 20
   */
  limit?: number | undefined;
  /** The `nextCursor` of the page before */
  cursor?: string | undefined;
}

export interface FoundLedgerPage {
  items: FoundLedgerEntry[];
  /** The `cursor` of the next page, or null on the last page */
  nextCursor: string | null;
}

export interface StockReport {
  /** The number of variants */
  checked: number;
  /** Variants whose stock, ledger and orders disagree, at most 1000 */
  drifts: StockDrift[];
}

export interface StockDrift {
  /** UUIDv7 */
  variantId: string;
  sku: string;
  /** The stock of the variant */
  stock: { onHand: number; reserved: number };
  /** The balance of the last row of its ledger */
  ledger: { onHand: number; reserved: number };
  /** The quantity that unshipped orders hold, which should equal the reserved quantity */
  heldByOrders: number;
  /** Ledger rows whose balance differs from the one before plus the change, at most 20 */
  brokenRows: {
    /** Grows with time */
    id: number;
    balance: { onHand: number; reserved: number };
    expected: { onHand: number; reserved: number };
  }[];
}

export interface AdminTaxRatesListInput {
  /** Only the rates of this country */
  country?: string | undefined;
  /** Only the rates of this class */
  taxClass?: string | undefined;
  /**
   * The largest number of items in the answer
   *
   * @default 20
   */
  limit?: number | undefined;
  /** The `nextCursor` of the page before */
  cursor?: string | undefined;
}

export interface TaxRatePage {
  items: TaxRate[];
  /** The `cursor` of the next page, or null on the last page */
  nextCursor: string | null;
}

export interface TaxRate {
  /** UUIDv7 */
  id: string;
  /** ISO 3166-1 alpha-2, or `*` for every country */
  country: string;
  /** The code of a state, or null for the whole country */
  region: string | null;
  /** The beginning of postal codes, or null for all of them */
  postalPrefix: string | null;
  taxClass: string;
  name: string;
  /** In hundredths of a percent: 1900 is 19 % */
  basisPoints: number;
  /** `replaces`: of these the rate for the smallest place applies. `adds`: applies beside it */
  mode: 'adds' | 'replaces';
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface AdminTaxRatesCreateInput {
  /** ISO 3166-1 alpha-2, or `*` for every country */
  country: string;
  /**
   * The code of a state, such as CA. In a country without a list of states, the text that addresses have
   *
   * @default null
   */
  region?: string | null | undefined;
  /**
   * The beginning of postal codes, compared without spaces and hyphens
   *
   * @default null
   */
  postalPrefix?: string | null | undefined;
  /**
   * Such as `standard`, `reduced` or `zero`. The rates of class `shipping` apply to shipping
   *
   * @default "standard"
   */
  taxClass?: string | undefined;
  /** The name on orders and invoices, such as `VAT 19 %` */
  name: string;
  /** In hundredths of a percent: 1900 is 19 %, and 997.5 is 9.975 % */
  basisPoints: number;
  /**
   * `replaces`: of these the rate for the smallest place applies. `adds`: applies beside it
   *
   * @default "replaces"
   */
  mode?: 'adds' | 'replaces' | undefined;
}

export interface AdminTaxRatesUpdateInput {
  /** The id of a tax rate */
  id: string;
  /** The version that the change is based on */
  version: number;
  /** ISO 3166-1 alpha-2, or `*` for every country */
  country?: string | undefined;
  /** The code of a state, such as CA. In a country without a list of states, the text that addresses have */
  region?: string | null | undefined;
  /** The beginning of postal codes, compared without spaces and hyphens */
  postalPrefix?: string | null | undefined;
  /** Such as `standard`, `reduced` or `zero`. The rates of class `shipping` apply to shipping */
  taxClass?: string | undefined;
  /** The name on orders and invoices, such as `VAT 19 %` */
  name?: string | undefined;
  /** In hundredths of a percent: 1900 is 19 %, and 997.5 is 9.975 % */
  basisPoints?: number | undefined;
  /** `replaces`: of these the rate for the smallest place applies. `adds`: applies beside it */
  mode?: 'adds' | 'replaces' | undefined;
}

export interface AdminTaxRatesRemoveInput {
  /** The id of a tax rate */
  id: string;
  /** The version that the change is based on */
  version?: number | undefined;
}

export interface AdminShippingMethodsListInput {
  /**
   * The largest number of items in the answer
   *
   * @default 20
   */
  limit?: number | undefined;
  /** The `nextCursor` of the page before */
  cursor?: string | undefined;
}

export interface ShippingMethodPage {
  items: ShippingMethod[];
  /** The `cursor` of the next page, or null on the last page */
  nextCursor: string | null;
}

export interface ShippingMethod {
  /** UUIDv7 */
  id: string;
  name: string;
  /** The places that the method serves. Without any, all places */
  zones: {
    /** ISO 3166-1 alpha-2 */
    country: string;
    /** Without any, the whole country */
    regions: string[];
    /** Without any, every postal code */
    postalPrefixes: string[];
  }[];
  by: 'subtotal' | 'weight' | 'quantity';
  /** The price from each measure on, in minor units */
  steps: {
    /** The least subtotal, weight or quantity of this step */
    from: number;
    /** In minor units of the store's currency, such as cents */
    price: number;
  }[];
  upTo: number | null;
  /** In minor units of the store's currency */
  freeFrom: number | null;
  minDays: number | null;
  maxDays: number | null;
  pickup: boolean;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface AdminShippingMethodsCreateInput {
  /** The name that customers see, such as `DHL Standard` */
  name: string;
  /**
   * The places that the method serves. Without any, all places
   *
   * @default []
   */
  zones?:
    | {
        /** ISO 3166-1 alpha-2 */
        country: string;
        /**
         * Without any, the whole country
         *
         * @default []
         */
        regions?: string[] | undefined;
        /**
         * Without any, every postal code
         *
         * @default []
         */
        postalPrefixes?: string[] | undefined;
      }[]
    | undefined;
  /**
   * The measure of the steps: the price of all lines before discounts, grams, or the quantity
   *
   * @default "subtotal"
   */
  by?: 'subtotal' | 'weight' | 'quantity' | undefined;
  /** The price from each measure on. An order below the first step cannot use the method */
  steps: {
    /** The least subtotal, weight or quantity of this step */
    from: number;
    /** In minor units of the store's currency, such as cents */
    price: number;
  }[];
  /**
   * The highest measure with which an order can use the method. Null for none
   *
   * @default null
   */
  upTo?: number | null | undefined;
  /**
   * The price of all lines, before discounts, from which the method is free. Null for never
   *
   * @default null
   */
  freeFrom?: number | null | undefined;
  /**
   * The least number of days until delivery
   *
   * @default null
   */
  minDays?: number | null | undefined;
  /**
   * The greatest number of days until delivery
   *
   * @default null
   */
  maxDays?: number | null | undefined;
  /**
   * The customer picks the goods up at the store, where they are taxed
   *
   * @default false
   */
  pickup?: boolean | undefined;
}

export interface AdminShippingMethodsUpdateInput {
  /** The id of a shipping method */
  id: string;
  /** The version that the change is based on */
  version: number;
  /** The name that customers see, such as `DHL Standard` */
  name?: string | undefined;
  zones?:
    | {
        /** ISO 3166-1 alpha-2 */
        country: string;
        /**
         * Without any, the whole country
         *
         * @default []
         */
        regions?: string[] | undefined;
        /**
         * Without any, every postal code
         *
         * @default []
         */
        postalPrefixes?: string[] | undefined;
      }[]
    | undefined;
  by?: 'subtotal' | 'weight' | 'quantity' | undefined;
  /** The price from each measure on. An order below the first step cannot use the method */
  steps?:
    | {
        /** The least subtotal, weight or quantity of this step */
        from: number;
        /** In minor units of the store's currency, such as cents */
        price: number;
      }[]
    | undefined;
  upTo?: number | null | undefined;
  /** In minor units of the store's currency */
  freeFrom?: number | null | undefined;
  minDays?: number | null | undefined;
  maxDays?: number | null | undefined;
  pickup?: boolean | undefined;
}

export interface AdminShippingMethodsRemoveInput {
  /** The id of a shipping method */
  id: string;
  /** The version that the change is based on */
  version?: number | undefined;
}

export interface AdminPromotionsListInput {
  /**
   * The archived promotions instead of the others
   *
   * @default false
   */
  archived?: boolean | undefined;
  /** Only promotions that apply without a code, or only the others */
  automatic?: boolean | undefined;
  /** Only the promotion with this code */
  hasCode?: string | undefined;
  /**
   * The largest number of items in the answer
   *
   * @default 20
   */
  limit?: number | undefined;
  /** The `nextCursor` of the page before */
  cursor?: string | undefined;
}

export interface PromotionPage {
  items: Promotion[];
  /** The `cursor` of the next page, or null on the last page */
  nextCursor: string | null;
}

export interface Promotion {
  /** UUIDv7 */
  id: string;
  name: string;
  rule: PromotionRule;
  conditions: PromotionConditions;
  limits: PromotionLimits;
  startsAt: Date | null;
  /** The first moment at which the promotion no longer applies */
  endsAt: Date | null;
  /** Lower numbers come first */
  priority: number;
  exclusive: boolean;
  /** Applies without a code */
  automatic: boolean;
  /** The first 100 codes in alphabetical order */
  codes: string[];
  /** The number of all codes */
  codeCount: number;
  /** The part of the limits that orders have used up. Cancelled and expired orders give theirs back */
  used: {
    /** The orders that count against `limits.uses`. Null without it */
    uses: number | null;
    /** The sum that counts against `limits.budget`, in minor units. Null without it */
    discount: number | null;
  };
  archivedAt: Date | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export type PromotionRule =
  | {
      kind: 'order';
      off:
        | {
            kind: 'percent';
            /** In hundredths of a percent: 2000 is 20 % */
            basisPoints: number;
          }
        | {
            kind: 'amount';
            /** In minor units of the store's currency, such as cents */
            amount: number;
          };
    }
  | {
      kind: 'products';
      productIds: string[];
      off:
        | {
            kind: 'percent';
            /** In hundredths of a percent: 2000 is 20 % */
            basisPoints: number;
          }
        | {
            kind: 'amount';
            /** In minor units of the store's currency, such as cents */
            amount: number;
          };
    }
  | {
      kind: 'categories';
      categoryIds: string[];
      off:
        | {
            kind: 'percent';
            /** In hundredths of a percent: 2000 is 20 % */
            basisPoints: number;
          }
        | {
            kind: 'amount';
            /** In minor units of the store's currency, such as cents */
            amount: number;
          };
    }
  | {
      kind: 'buy_x_get_y';
      /** The units to buy at their price. Without ids, any goods */
      buy: {
        quantity: number;
        productIds?: string[] | undefined;
        categoryIds?: string[] | undefined;
      };
      /** The units that cost less. Without ids, goods like those to buy */
      get: {
        quantity: number;
        productIds?: string[] | undefined;
        categoryIds?: string[] | undefined;
        /** In hundredths of a percent: 2000 is 20 % */
        basisPoints: number;
      };
    }
  | { kind: 'free_shipping' };

export interface PromotionConditions {
  /** The least price of all lines before discounts */
  minSubtotal?: number | undefined;
  minQuantity?: number | undefined;
  /** The order has at least one of these products */
  productIds?: string[] | undefined;
  /** The order has a product of at least one of these categories */
  categoryIds?: string[] | undefined;
  /** The order goes to one of these countries */
  countries?: string[] | undefined;
  /** The customer has placed no order before */
  firstOrder?: true | undefined;
  /** The customer is in one of these */
  groups?: string[] | undefined;
}

export interface PromotionLimits {
  /** How many orders can use the promotion */
  uses?: number | undefined;
  /** How many orders of one customer can use it */
  usesPerCustomer?: number | undefined;
  /** How much the promotion can take off all orders together */
  budget?: number | undefined;
}

export interface AdminPromotionsGetInput {
  /** The id of a promotion */
  id: string;
}

export interface AdminPromotionsCreateInput {
  /** The name that customers see where no code names the promotion */
  name: string;
  rule: PromotionRuleInput;
  /** @default {} */
  conditions?: PromotionConditions | undefined;
  /** @default {} */
  limits?: PromotionLimits | undefined;
  /** @default null */
  startsAt?: string | null | undefined;
  /**
   * The first moment at which the promotion no longer applies
   *
   * @default null
   */
  endsAt?: string | null | undefined;
  /**
   * Lower numbers come first
   *
   * @default 100
   */
  priority?: number | undefined;
  /**
   * Applies alone, if it takes off more than all others together
   *
   * @default false
   */
  exclusive?: boolean | undefined;
  /**
   * Applies without a code
   *
   * @default false
   */
  automatic?: boolean | undefined;
  /**
   * Its first codes. An automatic promotion has none
   *
   * @default []
   */
  codes?: string[] | undefined;
}

export type PromotionRuleInput =
  | {
      kind: 'order';
      off:
        | {
            kind: 'percent';
            /** In hundredths of a percent: 2000 is 20 % */
            basisPoints: number;
          }
        | {
            kind: 'amount';
            /** In minor units of the store's currency, such as cents */
            amount: number;
          };
    }
  | {
      kind: 'products';
      productIds: string[];
      off:
        | {
            kind: 'percent';
            /** In hundredths of a percent: 2000 is 20 % */
            basisPoints: number;
          }
        | {
            kind: 'amount';
            /** In minor units of the store's currency, such as cents */
            amount: number;
          };
    }
  | {
      kind: 'categories';
      categoryIds: string[];
      off:
        | {
            kind: 'percent';
            /** In hundredths of a percent: 2000 is 20 % */
            basisPoints: number;
          }
        | {
            kind: 'amount';
            /** In minor units of the store's currency, such as cents */
            amount: number;
          };
    }
  | {
      kind: 'buy_x_get_y';
      /** The units to buy at their price. Without ids, any goods */
      buy: {
        quantity: number;
        productIds?: string[] | undefined;
        categoryIds?: string[] | undefined;
      };
      /** The units that cost less. Without ids, goods like those to buy */
      get: {
        quantity: number;
        productIds?: string[] | undefined;
        categoryIds?: string[] | undefined;
        /**
         * In hundredths of a percent: 2000 is 20 %
         *
         * @default 10000
         */
        basisPoints?: number | undefined;
      };
    }
  | { kind: 'free_shipping' };

export interface AdminPromotionsUpdateInput {
  /** The id of a promotion */
  id: string;
  /** The version that the change is based on */
  version: number;
  /** The name that customers see where no code names the promotion */
  name?: string | undefined;
  rule?: PromotionRuleInput | undefined;
  /** All conditions. Those that are left out end */
  conditions?: PromotionConditions | undefined;
  /** All limits. Those that are left out end */
  limits?: PromotionLimits | undefined;
  startsAt?: string | null | undefined;
  endsAt?: string | null | undefined;
  priority?: number | undefined;
  exclusive?: boolean | undefined;
  automatic?: boolean | undefined;
  /** Codes that customers can enter from now on */
  addCodes?: string[] | undefined;
  /** Codes of this promotion that no longer apply */
  removeCodes?: string[] | undefined;
}

export interface AdminPromotionsArchiveInput {
  /** The id of a promotion */
  id: string;
  /** The version that the change is based on */
  version?: number | undefined;
}

export interface AdminShipmentsUpdateInput {
  /** The id of a shipment */
  id: string;
  /** Fields that are left out keep their values, and null removes a value. The customer gets no e-mail */
  tracking?:
    | {
        carrier?: string | null | undefined;
        number?: string | null | undefined;
        url?: string | null | undefined;
      }
    | undefined;
  /** `returned_to_sender`: the carrier brought the goods back, because the customer did not take them */
  status?: 'delivered' | 'returned_to_sender' | undefined;
  /** With `returned_to_sender`: whether the goods go into stock. By default they are written off */
  restock?: boolean | undefined;
}

export interface AdminReturnsListInput {
  status?: 'requested' | 'approved' | 'rejected' | 'received' | 'closed' | undefined;
  kind?: 'return' | 'withdrawal' | undefined;
  /** The id or the number of an order */
  order?: string | undefined;
  /**
   * The largest number of items in the answer
   *
   * @default 20
   */
  limit?: number | undefined;
  /** The `nextCursor` of the page before */
  cursor?: string | undefined;
}

export interface AdminReturnPage {
  items: AdminReturn[];
  /** The `cursor` of the next page, or null on the last page */
  nextCursor: string | null;
}

export interface AdminReturn {
  /** UUIDv7 */
  id: string;
  /** `withdrawal`: the customer uses the right to step back from the purchase */
  kind: 'return' | 'withdrawal';
  status: 'requested' | 'approved' | 'rejected' | 'received' | 'closed';
  requestedBy: 'customer' | 'admin';
  lines: {
    /** UUIDv7 */
    variantId: string;
    quantity: number;
    /** Null for a withdrawal, which needs no reason */
    reason:
      | 'damaged'
      | 'defective'
      | 'wrong_item'
      | 'not_as_described'
      | 'does_not_fit'
      | 'changed_mind'
      | 'other'
      | null;
    /** The quantity that came back into stock */
    restockedQuantity: number;
    /** The quantity that came back and was written off */
    writtenOffQuantity: number;
  }[];
  /** The reason in the words of the person */
  reason: string | null;
  /** The reason for a rejection, in the words of the store */
  rejectReason: string | null;
  createdAt: Date;
  updatedAt: Date;
  /** UUIDv7 */
  orderId: string;
  orderNumber: string;
  customer: {
    /** Null for a guest, and after the account was erased */
    id: string | null;
    email: string;
    name: string;
  };
  /** The refunds made together with its receipts, without failed amounts */
  refunded: number;
  /** The statuses that an admin may move the return to. `received` again means that more may arrive */
  allowedTransitions: ('requested' | 'approved' | 'rejected' | 'received' | 'closed')[];
}

export interface AdminReturnsGetInput {
  /** The id of a return */
  id: string;
}

export interface AdminReturnsCreateInput {
  /** The id or the number of an order */
  idOrNumber: string;
  lines: {
    /** UUIDv7 */
    variantId: string;
    quantity: number;
    /**
     * A withdrawal needs none, and none is stored
     *
     * @default "other"
     */
    reason?:
      | 'damaged'
      | 'defective'
      | 'wrong_item'
      | 'not_as_described'
      | 'does_not_fit'
      | 'changed_mind'
      | 'other'
      | undefined;
  }[];
  /** The reason in words */
  reason?: string | undefined;
  /**
   * `withdrawal` is approved at once, and open until `withdrawalEndsAt` of the order
   *
   * @default "return"
   */
  kind?: 'return' | 'withdrawal' | undefined;
}

/** The same as `AdminReturnsGetInput`. */
export type AdminReturnsApproveInput = AdminReturnsGetInput;

export interface AdminReturnsRejectInput {
  /** The id of a return */
  id: string;
  /** The customer reads it in the e-mail */
  reason?: string | undefined;
}

export interface AdminReturnsReceiveInput {
  /** The id of a return */
  id: string;
  /** The goods that arrived. The rest can be received later */
  lines: {
    /** UUIDv7 */
    variantId: string;
    /**
     * The quantity that goes into stock
     *
     * @default 0
     */
    restock?: number | undefined;
    /**
     * The quantity that does not, because it cannot be sold again
     *
     * @default 0
     */
    writeOff?: number | undefined;
  }[];
  /**
   * Whether to refund the price of what arrived. What was refunded before is not refunded again
   *
   * @default false
   */
  refund?: boolean | undefined;
  /** With `refund`: the part of the price that the store keeps */
  fee?: number | undefined;
  /**
   * With `refund`: whether to refund what is left of the shipping. By default the standard shipping goes back with the
   * last goods of a full withdrawal
   */
  shipping?: boolean | undefined;
}

/** The same as `AdminReturnsGetInput`. */
export type AdminReturnsCloseInput = AdminReturnsGetInput;

/** The same as `OrdersOnAnyInput`. */
export type AdminOnEventInput = OrdersOnAnyInput;

export interface AdminJobsListInput {
  /** `retrying`: the job failed and runs again by itself. `failed`: the job has used all its attempts */
  state?: 'waiting' | 'retrying' | 'running' | 'failed' | undefined;
  /** Such as `orders.sendOrderMail` */
  name?: string | undefined;
  /**
   * The largest number of items in the answer
   *
   * @default 20
   */
  limit?: number | undefined;
  /** The `nextCursor` of the page before */
  cursor?: string | undefined;
}

export interface JobPage {
  items: Job[];
  /** The `cursor` of the next page, or null on the last page */
  nextCursor: string | null;
}

export interface Job {
  id: string;
  /** Such as `orders.sendOrderMail` */
  name: string;
  state: 'waiting' | 'retrying' | 'running' | 'failed';
  /** The number of runs so far */
  attempts: number;
  maxAttempts: number;
  /** Null while the job runs, and if it does not run again by itself */
  nextRunAt: Date | null;
  /** The error of the last run */
  lastError: string | null;
  /** The ids that the job works on */
  payload: Record<string, unknown>;
  /** A newer job with the same key replaces this one */
  key: string | null;
  createdAt: Date;
}

export interface JobStats {
  /** By name, without names that have no job left */
  jobs: {
    name: string;
    waiting: number;
    retrying: number;
    running: number;
    failed: number;
    /** The time since which the oldest due job has waited for a worker */
    dueSince: Date | null;
  }[];
  /** The workers that have reported recently, the oldest first. Of more than 100, the newest */
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
  /** The id of a job, a number */
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
  'auth.changeEmail': { kind: 'mutation', input: true },
  'auth.confirmEmail': { kind: 'mutation', input: true, public: true },
  'auth.requestPasswordReset': { kind: 'mutation', input: true },
  'auth.resetPassword': { kind: 'mutation', input: true, public: true },
  'auth.requestErasure': { kind: 'mutation', input: true, public: true },
  'auth.confirmErasure': { kind: 'mutation', input: true, public: true },
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
  'cart.applyCode': { kind: 'mutation', input: true, idempotent: true, answers: 'cart' },
  'cart.removeCode': { kind: 'mutation', input: true, answers: 'cart' },
  'cart.clear': { kind: 'mutation', answers: 'cart' },
  'orders.quote': { kind: 'mutation', input: true },
  'orders.place': { kind: 'mutation', input: true, idempotent: true },
  'orders.cancel': { kind: 'mutation', input: true, byOrderToken: true, idempotent: true },
  'orders.pay': { kind: 'mutation', input: true, byOrderToken: true, idempotent: true },
  'orders.updateAddress': { kind: 'mutation', input: true, byOrderToken: true },
  'orders.requestReturn': { kind: 'mutation', input: true, byOrderToken: true, idempotent: true },
  'orders.list': { kind: 'query', input: true, pages: true },
  'orders.get': { kind: 'query', input: true, byOrderToken: true },
  'orders.onUpdate': { kind: 'subscription', input: true, byOrderToken: true },
  'orders.onAny': { kind: 'subscription', input: true },
  'store.get': { kind: 'query' },
  'admin.orders.list': { kind: 'query', input: true, pages: true },
  'admin.orders.get': { kind: 'query', input: true },
  'admin.orders.update': { kind: 'mutation', input: true },
  'admin.orders.export': { kind: 'query', input: true, download: '/admin/orders.csv' },
  'admin.orders.verify': { kind: 'query' },
  'admin.orders.setStatus': { kind: 'mutation', input: true, idempotent: true },
  'admin.orders.ship': { kind: 'mutation', input: true, idempotent: true },
  'admin.orders.markPaid': { kind: 'mutation', input: true, idempotent: true },
  'admin.orders.cancel': { kind: 'mutation', input: true, idempotent: true },
  'admin.orders.refund': { kind: 'mutation', input: true, idempotent: true },
  'admin.users.list': { kind: 'query', input: true, pages: true },
  'admin.users.get': { kind: 'query', input: true },
  'admin.users.setRole': { kind: 'mutation', input: true },
  'admin.users.setGroups': { kind: 'mutation', input: true },
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
  'admin.taxRates.list': { kind: 'query', input: true, pages: true },
  'admin.taxRates.create': { kind: 'mutation', input: true, idempotent: true },
  'admin.taxRates.update': { kind: 'mutation', input: true },
  'admin.taxRates.remove': { kind: 'mutation', input: true },
  'admin.shippingMethods.list': { kind: 'query', input: true, pages: true },
  'admin.shippingMethods.create': { kind: 'mutation', input: true, idempotent: true },
  'admin.shippingMethods.update': { kind: 'mutation', input: true },
  'admin.shippingMethods.remove': { kind: 'mutation', input: true },
  'admin.promotions.list': { kind: 'query', input: true, pages: true },
  'admin.promotions.get': { kind: 'query', input: true },
  'admin.promotions.create': { kind: 'mutation', input: true, idempotent: true },
  'admin.promotions.update': { kind: 'mutation', input: true },
  'admin.promotions.archive': { kind: 'mutation', input: true },
  'admin.shipments.update': { kind: 'mutation', input: true, idempotent: true },
  'admin.returns.list': { kind: 'query', input: true, pages: true },
  'admin.returns.get': { kind: 'query', input: true },
  'admin.returns.create': { kind: 'mutation', input: true, idempotent: true },
  'admin.returns.approve': { kind: 'mutation', input: true, idempotent: true },
  'admin.returns.reject': { kind: 'mutation', input: true, idempotent: true },
  'admin.returns.receive': { kind: 'mutation', input: true, idempotent: true },
  'admin.returns.close': { kind: 'mutation', input: true, idempotent: true },
  'admin.onEvent': { kind: 'subscription', input: true },
  'admin.jobs.list': { kind: 'query', input: true, pages: true },
  'admin.jobs.stats': { kind: 'query' },
  'admin.jobs.get': { kind: 'query', input: true },
  'admin.jobs.retry': { kind: 'mutation', input: true },
  'admin.jobs.discard': { kind: 'mutation', input: true },
} satisfies Record<string, ProcedureFacts>;
