CREATE TABLE `addresses` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`address` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `addresses_user_id` ON `addresses` (`user_id`,`id`);--> statement-breakpoint
CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`name` text NOT NULL,
	`prefix` text NOT NULL,
	`key_hash` text NOT NULL,
	`scopes` text NOT NULL,
	`expires_at` integer,
	`last_used_at` integer,
	`revoked_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_prefix_unique` ON `api_keys` (`prefix`);--> statement-breakpoint
CREATE INDEX `api_keys_user_id` ON `api_keys` (`user_id`);--> statement-breakpoint
CREATE TABLE `audit_log` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`target_type` text NOT NULL,
	`target_id` text NOT NULL,
	`target_label` text,
	`before` text,
	`after` text,
	`reason` text,
	`ip` text,
	`request_id` text,
	`search_text` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_log_newest` ON `audit_log` (`at`,`id`);--> statement-breakpoint
CREATE INDEX `audit_log_by_actor` ON `audit_log` (`actor`,`at`,`id`);--> statement-breakpoint
CREATE INDEX `audit_log_by_action` ON `audit_log` (`action`,`at`,`id`);--> statement-breakpoint
CREATE INDEX `audit_log_by_target` ON `audit_log` (`target_id`,`at`,`id`);--> statement-breakpoint
CREATE TABLE `balance_ledger` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`balance_id` text NOT NULL,
	`reason` text NOT NULL,
	`change` integer NOT NULL,
	`after` integer NOT NULL,
	`actor` text NOT NULL,
	`order_id` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`balance_id`) REFERENCES `balances`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `balance_ledger_balance` ON `balance_ledger` (`balance_id`,`id`);--> statement-breakpoint
CREATE INDEX `balance_ledger_order` ON `balance_ledger` (`order_id`) WHERE "balance_ledger"."order_id" is not null;--> statement-breakpoint
CREATE TABLE `balances` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	`kind` text NOT NULL,
	`value` integer NOT NULL,
	`floor` integer NOT NULL,
	CONSTRAINT "balances_floor" CHECK("balances"."value" >= "balances"."floor")
);
--> statement-breakpoint
CREATE INDEX `balances_owner` ON `balances` (`owner_id`,`kind`,`value`);--> statement-breakpoint
CREATE TABLE `cart_codes` (
	`cart_id` text NOT NULL,
	`code` text NOT NULL,
	`added_at` integer NOT NULL,
	PRIMARY KEY(`cart_id`, `code`),
	FOREIGN KEY (`cart_id`) REFERENCES `carts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `cart_lines` (
	`cart_id` text NOT NULL,
	`variant_id` text NOT NULL,
	`quantity` integer NOT NULL,
	`price_at_add` integer NOT NULL,
	`added_at` integer NOT NULL,
	PRIMARY KEY(`cart_id`, `variant_id`),
	FOREIGN KEY (`cart_id`) REFERENCES `carts`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`variant_id`) REFERENCES `variants`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "cart_lines_quantity" CHECK("cart_lines"."quantity" > 0)
);
--> statement-breakpoint
CREATE TABLE `carts` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text,
	`token_hash` text,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "carts_owner" CHECK(("carts"."user_id" is null) <> ("carts"."token_hash" is null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `carts_user_unique` ON `carts` (`user_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `carts_token_hash_unique` ON `carts` (`token_hash`);--> statement-breakpoint
CREATE INDEX `carts_expires_at` ON `carts` (`expires_at`);--> statement-breakpoint
CREATE TABLE `categories` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `categories_id_unique` ON `categories` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `categories_slug_unique` ON `categories` (`slug`);--> statement-breakpoint
CREATE TABLE `dev_mails` (
	`id` text PRIMARY KEY NOT NULL,
	`to` text NOT NULL,
	`subject` text NOT NULL,
	`text` text NOT NULL,
	`html` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `email_proofs` (
	`id` text PRIMARY KEY NOT NULL,
	`purpose` text NOT NULL,
	`email` text NOT NULL,
	`email_key` text NOT NULL,
	`asked_by` text,
	`slot` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	CONSTRAINT "email_proofs_purpose" CHECK("email_proofs"."purpose" in ('code', 'verification', 'reset', 'erasure', 'email', 'former_email'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `email_proofs_unique` ON `email_proofs` (`purpose`,`email_key`,`slot`);--> statement-breakpoint
CREATE INDEX `email_proofs_expires_at` ON `email_proofs` (`expires_at`);--> statement-breakpoint
CREATE TABLE `former_prices` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`product_id` text NOT NULL,
	`ended_in` integer NOT NULL,
	`ended_at` integer NOT NULL,
	`price_from` integer NOT NULL,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `former_prices_ended_at` ON `former_prices` (`ended_at`);--> statement-breakpoint
CREATE INDEX `former_prices_product` ON `former_prices` (`product_id`);--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`scope` text NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`response` text,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	PRIMARY KEY(`scope`, `key`)
);
--> statement-breakpoint
CREATE INDEX `idempotency_keys_expires_at` ON `idempotency_keys` (`expires_at`) WHERE "idempotency_keys"."expires_at" is not null;--> statement-breakpoint
CREATE TABLE `job_schedules` (
	`job` text PRIMARY KEY NOT NULL,
	`last_minute` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `jobs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`payload` text NOT NULL,
	`key` text,
	`priority` integer DEFAULT 0 NOT NULL,
	`run_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`max_attempts` integer NOT NULL,
	`locked_until` integer,
	`last_error` text,
	`created_at` integer NOT NULL,
	CONSTRAINT "jobs_attempts" CHECK("jobs"."attempts" >= 0 and "jobs"."max_attempts" >= 1)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_key_unique` ON `jobs` (`key`);--> statement-breakpoint
CREATE INDEX `jobs_due` ON `jobs` (`priority`,`run_at`,`id`);--> statement-breakpoint
CREATE TABLE `locks` (
	`name` text PRIMARY KEY NOT NULL,
	`holder` text,
	`until` integer
);
--> statement-breakpoint
CREATE TABLE `mail_counts` (
	`recipient` text NOT NULL,
	`bound` text NOT NULL,
	`count` integer NOT NULL,
	`ends_at` integer NOT NULL,
	PRIMARY KEY(`recipient`, `bound`)
);
--> statement-breakpoint
CREATE INDEX `mail_counts_ends_at` ON `mail_counts` (`ends_at`);--> statement-breakpoint
CREATE TABLE `mail_deliveries` (
	`subject_id` text NOT NULL,
	`template` text NOT NULL,
	`sent_at` integer NOT NULL,
	`expires_at` integer,
	PRIMARY KEY(`subject_id`, `template`)
);
--> statement-breakpoint
CREATE INDEX `mail_deliveries_expires_at` ON `mail_deliveries` (`expires_at`);--> statement-breakpoint
CREATE TABLE `order_adjustments` (
	`order_id` text NOT NULL,
	`revision` integer NOT NULL,
	`position` integer NOT NULL,
	`target` text NOT NULL,
	`line` integer,
	`kind` text NOT NULL,
	`amount` integer NOT NULL,
	`base` integer NOT NULL,
	`millionths` integer,
	`source_id` text,
	`label` text NOT NULL,
	`included` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`order_id`, `revision`, `position`),
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT "order_adjustments_target" CHECK(("order_adjustments"."target" = 'line') = ("order_adjustments"."line" is not null)),
	CONSTRAINT "order_adjustments_kind" CHECK("order_adjustments"."kind" in ('discount', 'tax', 'shipping', 'fee')),
	CONSTRAINT "order_adjustments_amount" CHECK(("order_adjustments"."kind" = 'discount' and "order_adjustments"."amount" <= 0) or ("order_adjustments"."kind" <> 'discount' and "order_adjustments"."amount" >= 0)),
	CONSTRAINT "order_adjustments_included" CHECK(not "order_adjustments"."included" or "order_adjustments"."kind" = 'tax')
);
--> statement-breakpoint
CREATE TABLE `order_events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`order_id` text NOT NULL,
	`type` text NOT NULL,
	`actor` text NOT NULL,
	`subject_id` text,
	`data` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `order_events_order` ON `order_events` (`order_id`,`id`);--> statement-breakpoint
CREATE TABLE `order_lines` (
	`order_id` text NOT NULL,
	`revision` integer DEFAULT 1 NOT NULL,
	`position` integer NOT NULL,
	`variant_id` text NOT NULL,
	`product_id` text NOT NULL,
	`name` text NOT NULL,
	`sku` text NOT NULL,
	`options` text NOT NULL,
	`image_key` text,
	`unit_price` integer NOT NULL,
	`quantity` integer NOT NULL,
	`line_total` integer NOT NULL,
	`cancelled_quantity` integer DEFAULT 0 NOT NULL,
	`shipped_quantity` integer DEFAULT 0 NOT NULL,
	`returned_quantity` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`order_id`, `revision`, `position`),
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action DEFERRABLE INITIALLY DEFERRED,
	FOREIGN KEY (`variant_id`) REFERENCES `variants`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "order_lines_total" CHECK("order_lines"."line_total" = "order_lines"."unit_price" * "order_lines"."quantity"),
	CONSTRAINT "order_lines_quantity" CHECK("order_lines"."quantity" > 0),
	CONSTRAINT "order_lines_cancelled" CHECK("order_lines"."cancelled_quantity" between 0 and "order_lines"."quantity"),
	CONSTRAINT "order_lines_shipped" CHECK("order_lines"."shipped_quantity" between 0 and "order_lines"."quantity" - "order_lines"."cancelled_quantity"),
	CONSTRAINT "order_lines_returned" CHECK("order_lines"."returned_quantity" between 0 and "order_lines"."shipped_quantity")
);
--> statement-breakpoint
CREATE INDEX `order_lines_variant` ON `order_lines` (`variant_id`);--> statement-breakpoint
CREATE TABLE `orders` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`user_id` text,
	`email` text NOT NULL,
	`customer_name` text NOT NULL,
	`guest_network` text,
	`status` text NOT NULL,
	`currency` text NOT NULL,
	`subtotal` integer NOT NULL,
	`discount` integer NOT NULL,
	`shipping` integer NOT NULL,
	`fee` integer DEFAULT 0 NOT NULL,
	`tax` integer NOT NULL,
	`tax_included` integer DEFAULT 0 NOT NULL,
	`total` integer NOT NULL,
	`revision` integer DEFAULT 1 NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`units` integer DEFAULT 0 NOT NULL,
	`cart_begun_at` integer,
	`shipping_address` text NOT NULL,
	`billing_address` text,
	`vat_number` text,
	`vat_status` text,
	`tax_calculation` text,
	`tax_due_at` integer,
	`tax_transaction` text,
	`payment_method` text NOT NULL,
	`note` text,
	`cancel_reason` text,
	`erasure_asked_at` integer,
	`expires_at` integer,
	`expiry_postponed` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "orders_total" CHECK("orders"."total" = "orders"."subtotal" - "orders"."discount" + "orders"."shipping" + "orders"."fee" + "orders"."tax" - "orders"."tax_included"),
	CONSTRAINT "orders_amounts" CHECK("orders"."subtotal" >= 0 and "orders"."discount" >= 0 and "orders"."shipping" >= 0 and "orders"."fee" >= 0 and "orders"."tax" >= 0 and "orders"."total" >= 0),
	CONSTRAINT "orders_tax_included" CHECK("orders"."tax_included" between 0 and "orders"."tax"),
	CONSTRAINT "orders_vat_status" CHECK("orders"."vat_status" in ('confirmed', 'invalid', 'unconfirmed', 'not_applicable')),
	CONSTRAINT "orders_status" CHECK("orders"."status" in ('pending', 'confirmed', 'processing', 'shipped', 'delivered', 'cancelled'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `orders_number_unique` ON `orders` (`number`);--> statement-breakpoint
CREATE INDEX `orders_by_user` ON `orders` (`user_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `orders_by_email` ON `orders` (lower("email"),`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `orders_unpaid_by_network` ON `orders` (`guest_network`) WHERE "orders"."guest_network" is not null and "orders"."status" not in ('delivered', 'cancelled');--> statement-breakpoint
CREATE INDEX `orders_by_status` ON `orders` (`status`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `orders_newest` ON `orders` (`created_at`,`id`,`status`,`total`,`units`,`cart_begun_at`);--> statement-breakpoint
CREATE INDEX `orders_expiring` ON `orders` (`status`,`expires_at`);--> statement-breakpoint
CREATE INDEX `orders_to_erase` ON `orders` (`erasure_asked_at`) WHERE "orders"."erasure_asked_at" is not null;--> statement-breakpoint
CREATE TABLE `payments` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`provider` text NOT NULL,
	`status` text NOT NULL,
	`amount` integer NOT NULL,
	`captured` integer DEFAULT 0 NOT NULL,
	`refunded` integer DEFAULT 0 NOT NULL,
	`token` text,
	`reference` text,
	`failure` text,
	`action` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "payments_amounts" CHECK("payments"."captured" >= "payments"."refunded" and "payments"."refunded" >= 0),
	CONSTRAINT "payments_status" CHECK("payments"."status" in ('created', 'authorised', 'captured', 'failed', 'voided'))
);
--> statement-breakpoint
CREATE INDEX `payments_order` ON `payments` (`order_id`);--> statement-breakpoint
CREATE INDEX `payments_open` ON `payments` (`status`,`created_at`);--> statement-breakpoint
CREATE INDEX `payments_refunded` ON `payments` (`order_id`,`refunded`) WHERE "payments"."refunded" > 0;--> statement-breakpoint
CREATE INDEX `payments_reference` ON `payments` (`provider`,`reference`) WHERE "payments"."reference" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `payments_reference_unique` ON `payments` (`provider`,`reference`) WHERE "payments"."reference" is not null and "payments"."provider" <> 'manual';--> statement-breakpoint
CREATE TABLE `product_images` (
	`id` text PRIMARY KEY NOT NULL,
	`product_id` text NOT NULL,
	`position` integer NOT NULL,
	`key` text NOT NULL,
	`width` integer NOT NULL,
	`height` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `product_images_position_unique` ON `product_images` (`product_id`,`position`);--> statement-breakpoint
CREATE INDEX `product_images_key` ON `product_images` (`key`);--> statement-breakpoint
CREATE TABLE `products` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`description` text NOT NULL,
	`category_id` text,
	`status` text NOT NULL,
	`attributes` text NOT NULL,
	`tax_class` text DEFAULT 'standard' NOT NULL,
	`price_from` integer NOT NULL,
	`price_to` integer NOT NULL,
	`repriced_in` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`category_id`) REFERENCES `categories`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "products_status" CHECK("products"."status" in ('draft', 'active', 'archived'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `products_slug_unique` ON `products` (`slug`);--> statement-breakpoint
CREATE INDEX `products_newest` ON `products` (`status`,`created_at`,`id`,`price_from`,`price_to`);--> statement-breakpoint
CREATE INDEX `products_by_price` ON `products` (`status`,`price_from`,`id`,`price_to`);--> statement-breakpoint
CREATE INDEX `products_by_name` ON `products` (`status`,`name_key`,`id`,`price_from`,`price_to`);--> statement-breakpoint
CREATE INDEX `products_repriced` ON `products` (`repriced_in`);--> statement-breakpoint
CREATE INDEX `products_category_newest` ON `products` (`category_id`,`status`,`created_at`,`id`,`price_from`,`price_to`);--> statement-breakpoint
CREATE INDEX `products_category_by_price` ON `products` (`category_id`,`status`,`price_from`,`id`,`price_to`);--> statement-breakpoint
CREATE INDEX `products_category_by_name` ON `products` (`category_id`,`status`,`name_key`,`id`,`price_from`,`price_to`);--> statement-breakpoint
CREATE TABLE `promotion_codes` (
	`code` text PRIMARY KEY NOT NULL,
	`promotion_id` text NOT NULL,
	`uses_limit` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`promotion_id`) REFERENCES `promotions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `promotion_codes_promotion` ON `promotion_codes` (`promotion_id`,`code`);--> statement-breakpoint
CREATE TABLE `promotions` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`is_automatic` integer NOT NULL,
	`rule` text NOT NULL,
	`conditions` text NOT NULL,
	`priority` integer DEFAULT 0 NOT NULL,
	`is_exclusive` integer DEFAULT false NOT NULL,
	`starts_at` integer,
	`ends_at` integer,
	`uses_limit` integer,
	`uses_per_customer` integer,
	`budget` integer,
	`code_count` integer DEFAULT 0 NOT NULL,
	`archived_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT "promotions_codes" CHECK("promotions"."code_count" >= 0 and (not "promotions"."is_automatic" or "promotions"."code_count" = 0)),
	CONSTRAINT "promotions_dates" CHECK("promotions"."starts_at" is null or "promotions"."ends_at" is null or "promotions"."starts_at" < "promotions"."ends_at")
);
--> statement-breakpoint
CREATE INDEX `promotions_current` ON `promotions` (`id`) WHERE "promotions"."archived_at" is null;--> statement-breakpoint
CREATE INDEX `promotions_automatic` ON `promotions` (`id`) WHERE "promotions"."is_automatic" and "promotions"."archived_at" is null;--> statement-breakpoint
CREATE TABLE `provider_events` (
	`id` text PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`reference` text NOT NULL,
	`received_at` integer NOT NULL,
	`applied_at` integer
);
--> statement-breakpoint
CREATE INDEX `provider_events_applied_at` ON `provider_events` (`applied_at`);--> statement-breakpoint
CREATE TABLE `queue_workers` (
	`id` text PRIMARY KEY NOT NULL,
	`host` text NOT NULL,
	`pid` integer NOT NULL,
	`concurrency` integer NOT NULL,
	`started_at` integer NOT NULL,
	`seen_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `refund_lines` (
	`request_id` text NOT NULL,
	`position` integer NOT NULL,
	`quantity` integer NOT NULL,
	`amount` integer NOT NULL,
	`fee` integer DEFAULT 0 NOT NULL,
	`tax` text NOT NULL,
	PRIMARY KEY(`request_id`, `position`),
	FOREIGN KEY (`request_id`) REFERENCES `refund_requests`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "refund_lines_quantity" CHECK("refund_lines"."quantity" > 0),
	CONSTRAINT "refund_lines_amount" CHECK("refund_lines"."amount" >= 0),
	CONSTRAINT "refund_lines_fee" CHECK("refund_lines"."fee" >= 0)
);
--> statement-breakpoint
CREATE TABLE `refund_requests` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`return_id` text,
	`amount` integer NOT NULL,
	`shipping` integer DEFAULT 0 NOT NULL,
	`tax` text NOT NULL,
	`tax_reversed` integer DEFAULT 0 NOT NULL,
	`reason` text,
	`actor` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`return_id`) REFERENCES `returns`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "refund_requests_amount" CHECK("refund_requests"."amount" > 0),
	CONSTRAINT "refund_requests_shipping" CHECK("refund_requests"."shipping" between 0 and "refund_requests"."amount")
);
--> statement-breakpoint
CREATE INDEX `refund_requests_order` ON `refund_requests` (`order_id`);--> statement-breakpoint
CREATE TABLE `refunds` (
	`id` text PRIMARY KEY NOT NULL,
	`request_id` text NOT NULL,
	`order_id` text NOT NULL,
	`payment_id` text NOT NULL,
	`amount` integer NOT NULL,
	`status` text NOT NULL,
	`reference` text,
	`failure` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`request_id`) REFERENCES `refund_requests`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`payment_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "refunds_amount" CHECK("refunds"."amount" > 0),
	CONSTRAINT "refunds_status" CHECK("refunds"."status" in ('created', 'succeeded', 'failed'))
);
--> statement-breakpoint
CREATE INDEX `refunds_order` ON `refunds` (`order_id`);--> statement-breakpoint
CREATE INDEX `refunds_payment` ON `refunds` (`payment_id`);--> statement-breakpoint
CREATE INDEX `refunds_open` ON `refunds` (`status`,`created_at`);--> statement-breakpoint
CREATE TABLE `return_lines` (
	`return_id` text NOT NULL,
	`position` integer NOT NULL,
	`quantity` integer NOT NULL,
	`reason` text,
	`restocked_quantity` integer DEFAULT 0 NOT NULL,
	`written_off_quantity` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`return_id`, `position`),
	FOREIGN KEY (`return_id`) REFERENCES `returns`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "return_lines_quantity" CHECK("return_lines"."quantity" > 0),
	CONSTRAINT "return_lines_back" CHECK("return_lines"."restocked_quantity" >= 0 and "return_lines"."written_off_quantity" >= 0),
	CONSTRAINT "return_lines_received" CHECK("return_lines"."restocked_quantity" + "return_lines"."written_off_quantity" <= "return_lines"."quantity")
);
--> statement-breakpoint
CREATE TABLE `return_receipts` (
	`id` text NOT NULL,
	`return_id` text NOT NULL,
	`position` integer NOT NULL,
	`restocked_quantity` integer NOT NULL,
	`written_off_quantity` integer NOT NULL,
	`received_at` integer NOT NULL,
	PRIMARY KEY(`id`, `position`),
	FOREIGN KEY (`return_id`) REFERENCES `returns`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "return_receipts_quantity" CHECK("return_receipts"."restocked_quantity" >= 0 and "return_receipts"."written_off_quantity" >= 0 and "return_receipts"."restocked_quantity" + "return_receipts"."written_off_quantity" > 0)
);
--> statement-breakpoint
CREATE INDEX `return_receipts_return` ON `return_receipts` (`return_id`);--> statement-breakpoint
CREATE TABLE `returns` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`kind` text NOT NULL,
	`status` text NOT NULL,
	`requested_by` text NOT NULL,
	`reason` text,
	`reject_reason` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "returns_kind" CHECK("returns"."kind" in ('return', 'withdrawal')),
	CONSTRAINT "returns_status" CHECK("returns"."status" in ('requested', 'approved', 'rejected', 'received', 'closed')),
	CONSTRAINT "returns_requested_by" CHECK("returns"."requested_by" in ('customer', 'admin'))
);
--> statement-breakpoint
CREATE INDEX `returns_order` ON `returns` (`order_id`);--> statement-breakpoint
CREATE INDEX `returns_by_status` ON `returns` (`status`,`id`);--> statement-breakpoint
CREATE TABLE `search_documents` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`product_id` text NOT NULL,
	`facts` integer NOT NULL,
	`name` text NOT NULL,
	`sku` text NOT NULL,
	`description` text NOT NULL,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `search_documents_product_unique` ON `search_documents` (`product_id`);--> statement-breakpoint
CREATE INDEX `search_documents_facts` ON `search_documents` (`facts`);--> statement-breakpoint
CREATE TABLE `search_facts` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`hash` text NOT NULL,
	`facts` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `search_facts_hash_unique` ON `search_facts` (`hash`);--> statement-breakpoint
CREATE TABLE `search_words` (
	`form` text NOT NULL,
	`word` text NOT NULL,
	PRIMARY KEY(`form`, `word`)
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`mode` text NOT NULL,
	`token_hash` text NOT NULL,
	`expires_at` integer NOT NULL,
	`refresh_hash` text,
	`refresh_expires_at` integer,
	`ends_at` integer NOT NULL,
	`user_agent` text,
	`ip` text,
	`created_at` integer NOT NULL,
	`last_used_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_token_hash_unique` ON `sessions` (`token_hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_refresh_hash_unique` ON `sessions` (`refresh_hash`);--> statement-breakpoint
CREATE INDEX `sessions_user_id` ON `sessions` (`user_id`);--> statement-breakpoint
CREATE INDEX `sessions_ends_at` ON `sessions` (`ends_at`);--> statement-breakpoint
CREATE TABLE `shipment_lines` (
	`shipment_id` text NOT NULL,
	`position` integer NOT NULL,
	`quantity` integer NOT NULL,
	PRIMARY KEY(`shipment_id`, `position`),
	FOREIGN KEY (`shipment_id`) REFERENCES `shipments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "shipment_lines_quantity" CHECK("shipment_lines"."quantity" > 0)
);
--> statement-breakpoint
CREATE TABLE `shipments` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`status` text NOT NULL,
	`carrier` text,
	`tracking_number` text,
	`tracking_url` text,
	`restocked` integer,
	`shipped_at` integer NOT NULL,
	`delivered_at` integer,
	`returned_at` integer,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "shipments_status" CHECK("shipments"."status" in ('shipped', 'delivered', 'returned_to_sender')),
	CONSTRAINT "shipments_delivered" CHECK(("shipments"."status" = 'delivered') = ("shipments"."delivered_at" is not null)),
	CONSTRAINT "shipments_returned" CHECK(("shipments"."status" = 'returned_to_sender') = ("shipments"."returned_at" is not null)),
	CONSTRAINT "shipments_restocked" CHECK(("shipments"."status" = 'returned_to_sender') = ("shipments"."restocked" is not null))
);
--> statement-breakpoint
CREATE INDEX `shipments_order` ON `shipments` (`order_id`);--> statement-breakpoint
CREATE TABLE `shipping_methods` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`zones` text NOT NULL,
	`by` text NOT NULL,
	`steps` text NOT NULL,
	`up_to` integer,
	`free_from` integer,
	`min_days` integer,
	`max_days` integer,
	`pickup` integer DEFAULT false NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT "shipping_methods_by" CHECK("shipping_methods"."by" in ('subtotal', 'weight', 'quantity'))
);
--> statement-breakpoint
CREATE TABLE `stock_ledger` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`variant_id` text NOT NULL,
	`reason` text NOT NULL,
	`on_hand_change` integer NOT NULL,
	`reserved_change` integer NOT NULL,
	`on_hand_after` integer NOT NULL,
	`reserved_after` integer NOT NULL,
	`actor` text NOT NULL,
	`order_id` text,
	`reference` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`variant_id`) REFERENCES `variants`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `stock_ledger_variant` ON `stock_ledger` (`variant_id`,`id`);--> statement-breakpoint
CREATE INDEX `stock_ledger_order` ON `stock_ledger` (`order_id`);--> statement-breakpoint
CREATE TABLE `store` (
	`id` integer PRIMARY KEY NOT NULL,
	`pricing_version` integer DEFAULT 1 NOT NULL,
	`settings_imported_at` integer,
	CONSTRAINT "store_one_row" CHECK("store"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE `tax_rates` (
	`id` text PRIMARY KEY NOT NULL,
	`country` text NOT NULL,
	`region` text DEFAULT '' NOT NULL,
	`postal_prefix` text DEFAULT '' NOT NULL,
	`tax_class` text NOT NULL,
	`name` text NOT NULL,
	`millionths` integer NOT NULL,
	`mode` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT "tax_rates_millionths" CHECK("tax_rates"."millionths" between 0 and 1000000),
	CONSTRAINT "tax_rates_mode" CHECK("tax_rates"."mode" in ('adds', 'replaces'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tax_rates_replaces_unique` ON `tax_rates` (`country`,`region`,`postal_prefix`,`tax_class`) WHERE "tax_rates"."mode" = 'replaces';--> statement-breakpoint
CREATE UNIQUE INDEX `tax_rates_adds_unique` ON `tax_rates` (`country`,`region`,`postal_prefix`,`tax_class`,`name`) WHERE "tax_rates"."mode" = 'adds';--> statement-breakpoint
CREATE TABLE `used_refresh_tokens` (
	`hash` text PRIMARY KEY NOT NULL,
	`session_id` text NOT NULL,
	`used_at` integer NOT NULL,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `used_refresh_tokens_session_id` ON `used_refresh_tokens` (`session_id`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`email_key` text NOT NULL,
	`name` text NOT NULL,
	`password_hash` text,
	`role` text NOT NULL,
	`groups` text DEFAULT '[]' NOT NULL,
	`email_verified_at` integer,
	`cancelled_orders` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT "users_role" CHECK("users"."role" in ('customer', 'admin'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email_key_unique` ON `users` (`email_key`);--> statement-breakpoint
CREATE INDEX `users_newest` ON `users` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `users_by_role` ON `users` (`role`,`id`);--> statement-breakpoint
CREATE INDEX `users_in_groups` ON `users` (`id`) WHERE "users"."groups" <> '[]';--> statement-breakpoint
CREATE TABLE `variant_prices` (
	`variant_id` text NOT NULL,
	`from` integer NOT NULL,
	`price` integer NOT NULL,
	PRIMARY KEY(`variant_id`, `from`),
	FOREIGN KEY (`variant_id`) REFERENCES `variants`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `variants` (
	`id` text PRIMARY KEY NOT NULL,
	`product_id` text NOT NULL,
	`sku` text NOT NULL,
	`options` text NOT NULL,
	`options_key` text NOT NULL,
	`price` integer NOT NULL,
	`compare_at_price` integer,
	`lowest_prior_price` integer,
	`on_hand` integer NOT NULL,
	`reserved` integer DEFAULT 0 NOT NULL,
	`position` integer NOT NULL,
	`low_stock_at` integer,
	`weight` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`archived_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "variants_price" CHECK("variants"."price" >= 0),
	CONSTRAINT "variants_weight" CHECK("variants"."weight" >= 0),
	CONSTRAINT "variants_stock" CHECK("variants"."reserved" >= 0 and "variants"."on_hand" >= "variants"."reserved")
);
--> statement-breakpoint
CREATE UNIQUE INDEX `variants_sku_unique` ON `variants` (`sku`);--> statement-breakpoint
CREATE UNIQUE INDEX `variants_options_unique` ON `variants` (`product_id`,`options_key`) WHERE "variants"."archived_at" is null;--> statement-breakpoint
CREATE INDEX `variants_by_price` ON `variants` (`price`,`product_id`,`options_key`) WHERE "variants"."archived_at" is null;--> statement-breakpoint
CREATE TABLE `vat_numbers` (
	`number` text PRIMARY KEY NOT NULL,
	`is_valid` integer NOT NULL,
	`checked_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `vat_numbers_checked_at` ON `vat_numbers` (`checked_at`);