CREATE TABLE "addresses" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"address" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text collate "C" NOT NULL,
	"prefix" text collate "C" NOT NULL,
	"key_hash" text collate "C" NOT NULL,
	"scopes" jsonb NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone NOT NULL,
	"actor" text collate "C" NOT NULL,
	"action" text collate "C" NOT NULL,
	"target_type" text collate "C" NOT NULL,
	"target_id" text collate "C" NOT NULL,
	"target_label" text collate "C",
	"before" jsonb,
	"after" jsonb,
	"reason" text collate "C",
	"ip" text collate "C",
	"request_id" text collate "C",
	"search_text" text collate "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "balance_ledger" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "balance_ledger_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"balance_id" text collate "C" NOT NULL,
	"reason" text collate "C" NOT NULL,
	"change" bigint NOT NULL,
	"after" bigint NOT NULL,
	"actor" text collate "C" NOT NULL,
	"order_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "balances" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"kind" text collate "C" NOT NULL,
	"value" bigint NOT NULL,
	"floor" bigint NOT NULL,
	CONSTRAINT "balances_floor" CHECK ("balances"."value" >= "balances"."floor")
);
--> statement-breakpoint
CREATE TABLE "cart_codes" (
	"cart_id" uuid NOT NULL,
	"code" text collate "C" NOT NULL,
	"added_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "cart_codes_pk" PRIMARY KEY("cart_id","code")
);
--> statement-breakpoint
CREATE TABLE "cart_lines" (
	"cart_id" uuid NOT NULL,
	"variant_id" uuid NOT NULL,
	"quantity" integer NOT NULL,
	"price_at_add" bigint NOT NULL,
	"added_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "cart_lines_pk" PRIMARY KEY("cart_id","variant_id"),
	CONSTRAINT "cart_lines_quantity" CHECK ("cart_lines"."quantity" > 0)
);
--> statement-breakpoint
CREATE TABLE "carts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid,
	"token_hash" text collate "C",
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "carts_owner" CHECK (("carts"."user_id" is null) <> ("carts"."token_hash" is null))
);
--> statement-breakpoint
CREATE TABLE "categories" (
	"number" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "categories_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"id" uuid NOT NULL,
	"slug" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "categories_id_unique" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "dev_mails" (
	"id" uuid PRIMARY KEY NOT NULL,
	"to" text collate "C" NOT NULL,
	"subject" text collate "C" NOT NULL,
	"text" text collate "C" NOT NULL,
	"html" text collate "C" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "email_proofs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"purpose" text collate "C" NOT NULL,
	"email" text collate "C" NOT NULL,
	"email_key" text collate "C" NOT NULL,
	"asked_by" uuid,
	"slot" integer NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "email_proofs_purpose" CHECK ("email_proofs"."purpose" in ('code', 'verification', 'reset', 'erasure', 'email', 'former_email'))
);
--> statement-breakpoint
CREATE TABLE "former_prices" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "former_prices_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"product_id" uuid NOT NULL,
	"ended_in" bigint NOT NULL,
	"ended_at" timestamp (3) with time zone NOT NULL,
	"price_from" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"scope" text collate "C" NOT NULL,
	"key" text collate "C" NOT NULL,
	"fingerprint" text collate "C" NOT NULL,
	"response" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	CONSTRAINT "idempotency_keys_pk" PRIMARY KEY("scope","key")
);
--> statement-breakpoint
CREATE TABLE "locks" (
	"name" text collate "C" PRIMARY KEY NOT NULL,
	"holder" uuid,
	"until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "mail_counts" (
	"recipient" text collate "C" NOT NULL,
	"bound" text collate "C" NOT NULL,
	"count" integer NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "mail_counts_pk" PRIMARY KEY("recipient","bound")
);
--> statement-breakpoint
CREATE TABLE "mail_deliveries" (
	"subject_id" uuid NOT NULL,
	"template" text collate "C" NOT NULL,
	"sent_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	CONSTRAINT "mail_deliveries_pk" PRIMARY KEY("subject_id","template")
);
--> statement-breakpoint
CREATE TABLE "order_adjustments" (
	"order_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"position" integer NOT NULL,
	"target" text collate "C" NOT NULL,
	"line" integer,
	"kind" text collate "C" NOT NULL,
	"amount" bigint NOT NULL,
	"base" bigint NOT NULL,
	"millionths" integer,
	"source_id" uuid,
	"label" text collate "C" NOT NULL,
	"included" boolean DEFAULT false NOT NULL,
	CONSTRAINT "order_adjustments_pk" PRIMARY KEY("order_id","revision","position"),
	CONSTRAINT "order_adjustments_target" CHECK (("order_adjustments"."target" = 'line') = ("order_adjustments"."line" is not null)),
	CONSTRAINT "order_adjustments_kind" CHECK ("order_adjustments"."kind" in ('discount', 'tax', 'shipping', 'fee')),
	CONSTRAINT "order_adjustments_amount" CHECK (("order_adjustments"."kind" = 'discount' and "order_adjustments"."amount" <= 0) or ("order_adjustments"."kind" <> 'discount' and "order_adjustments"."amount" >= 0)),
	CONSTRAINT "order_adjustments_included" CHECK (not "order_adjustments"."included" or "order_adjustments"."kind" = 'tax')
);
--> statement-breakpoint
CREATE TABLE "order_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "order_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"order_id" uuid NOT NULL,
	"type" text collate "C" NOT NULL,
	"actor" text collate "C" NOT NULL,
	"subject_id" uuid,
	"data" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "order_lines" (
	"order_id" uuid NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"position" integer NOT NULL,
	"variant_id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"name" text collate "C" NOT NULL,
	"sku" text collate "C" NOT NULL,
	"options" jsonb NOT NULL,
	"image_key" text collate "C",
	"unit_price" bigint NOT NULL,
	"quantity" integer NOT NULL,
	"line_total" bigint NOT NULL,
	"cancelled_quantity" integer DEFAULT 0 NOT NULL,
	"shipped_quantity" integer DEFAULT 0 NOT NULL,
	"returned_quantity" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "order_lines_pk" PRIMARY KEY("order_id","revision","position"),
	CONSTRAINT "order_lines_total" CHECK ("order_lines"."line_total" = "order_lines"."unit_price" * "order_lines"."quantity"),
	CONSTRAINT "order_lines_quantity" CHECK ("order_lines"."quantity" > 0),
	CONSTRAINT "order_lines_cancelled" CHECK ("order_lines"."cancelled_quantity" between 0 and "order_lines"."quantity"),
	CONSTRAINT "order_lines_shipped" CHECK ("order_lines"."shipped_quantity" between 0 and "order_lines"."quantity" - "order_lines"."cancelled_quantity"),
	CONSTRAINT "order_lines_returned" CHECK ("order_lines"."returned_quantity" between 0 and "order_lines"."shipped_quantity")
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" text collate "C" NOT NULL,
	"user_id" uuid,
	"email" text collate "C" NOT NULL,
	"customer_name" text collate "C" NOT NULL,
	"guest_network" text collate "C",
	"status" text collate "C" NOT NULL,
	"currency" text collate "C" NOT NULL,
	"subtotal" bigint NOT NULL,
	"discount" bigint NOT NULL,
	"shipping" bigint NOT NULL,
	"fee" bigint DEFAULT 0 NOT NULL,
	"tax" bigint NOT NULL,
	"tax_included" bigint DEFAULT 0 NOT NULL,
	"total" bigint NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"units" integer DEFAULT 0 NOT NULL,
	"cart_begun_at" timestamp (3) with time zone,
	"shipping_address" jsonb NOT NULL,
	"billing_address" jsonb,
	"vat_number" text collate "C",
	"vat_status" text collate "C",
	"tax_calculation" text collate "C",
	"tax_due_at" timestamp (3) with time zone,
	"tax_transaction" text collate "C",
	"payment_method" text collate "C" NOT NULL,
	"note" text collate "C",
	"cancel_reason" text collate "C",
	"erasure_asked_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	"expiry_postponed" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "orders_total" CHECK ("orders"."total" = "orders"."subtotal" - "orders"."discount" + "orders"."shipping" + "orders"."fee" + "orders"."tax" - "orders"."tax_included"),
	CONSTRAINT "orders_amounts" CHECK ("orders"."subtotal" >= 0 and "orders"."discount" >= 0 and "orders"."shipping" >= 0 and "orders"."fee" >= 0 and "orders"."tax" >= 0 and "orders"."total" >= 0),
	CONSTRAINT "orders_tax_included" CHECK ("orders"."tax_included" between 0 and "orders"."tax"),
	CONSTRAINT "orders_vat_status" CHECK ("orders"."vat_status" in ('confirmed', 'invalid', 'unconfirmed', 'not_applicable')),
	CONSTRAINT "orders_status" CHECK ("orders"."status" in ('pending', 'confirmed', 'processing', 'shipped', 'delivered', 'cancelled'))
);
--> statement-breakpoint
CREATE TABLE "payments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"provider" text collate "C" NOT NULL,
	"status" text collate "C" NOT NULL,
	"amount" bigint NOT NULL,
	"captured" bigint DEFAULT 0 NOT NULL,
	"refunded" bigint DEFAULT 0 NOT NULL,
	"token" text collate "C",
	"reference" text collate "C",
	"failure" text collate "C",
	"action" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "payments_amounts" CHECK ("payments"."captured" >= "payments"."refunded" and "payments"."refunded" >= 0),
	CONSTRAINT "payments_status" CHECK ("payments"."status" in ('created', 'authorised', 'captured', 'failed', 'voided'))
);
--> statement-breakpoint
CREATE TABLE "product_images" (
	"id" uuid PRIMARY KEY NOT NULL,
	"product_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"key" text collate "C" NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "products" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"name_key" text collate "C" NOT NULL,
	"description" text collate "C" NOT NULL,
	"category_id" uuid,
	"status" text collate "C" NOT NULL,
	"attributes" jsonb NOT NULL,
	"tax_class" text collate "C" DEFAULT 'standard' NOT NULL,
	"price_from" bigint NOT NULL,
	"price_to" bigint NOT NULL,
	"repriced_in" bigint,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "products_status" CHECK ("products"."status" in ('draft', 'active', 'archived'))
);
--> statement-breakpoint
CREATE TABLE "promotion_codes" (
	"code" text collate "C" PRIMARY KEY NOT NULL,
	"promotion_id" uuid NOT NULL,
	"uses_limit" integer,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "promotions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text collate "C" NOT NULL,
	"is_automatic" boolean NOT NULL,
	"rule" jsonb NOT NULL,
	"conditions" jsonb NOT NULL,
	"priority" integer DEFAULT 0 NOT NULL,
	"is_exclusive" boolean DEFAULT false NOT NULL,
	"starts_at" timestamp (3) with time zone,
	"ends_at" timestamp (3) with time zone,
	"uses_limit" integer,
	"uses_per_customer" integer,
	"budget" bigint,
	"code_count" integer DEFAULT 0 NOT NULL,
	"archived_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "promotions_codes" CHECK ("promotions"."code_count" >= 0 and (not "promotions"."is_automatic" or "promotions"."code_count" = 0)),
	CONSTRAINT "promotions_dates" CHECK ("promotions"."starts_at" is null or "promotions"."ends_at" is null or "promotions"."starts_at" < "promotions"."ends_at")
);
--> statement-breakpoint
CREATE TABLE "provider_events" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"type" text collate "C" NOT NULL,
	"reference" text collate "C" NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"applied_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "queue_workers" (
	"id" text PRIMARY KEY NOT NULL,
	"host" text NOT NULL,
	"pid" integer NOT NULL,
	"concurrency" integer NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"points" integer NOT NULL,
	"expire" bigint
);
--> statement-breakpoint
CREATE TABLE "refund_lines" (
	"request_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"quantity" integer NOT NULL,
	"amount" bigint NOT NULL,
	"fee" bigint DEFAULT 0 NOT NULL,
	"tax" jsonb NOT NULL,
	CONSTRAINT "refund_lines_pk" PRIMARY KEY("request_id","position"),
	CONSTRAINT "refund_lines_quantity" CHECK ("refund_lines"."quantity" > 0),
	CONSTRAINT "refund_lines_amount" CHECK ("refund_lines"."amount" >= 0),
	CONSTRAINT "refund_lines_fee" CHECK ("refund_lines"."fee" >= 0)
);
--> statement-breakpoint
CREATE TABLE "refund_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"return_id" uuid,
	"amount" bigint NOT NULL,
	"shipping" bigint DEFAULT 0 NOT NULL,
	"tax" jsonb NOT NULL,
	"tax_reversed" bigint DEFAULT 0 NOT NULL,
	"reason" text collate "C",
	"actor" text collate "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "refund_requests_amount" CHECK ("refund_requests"."amount" > 0),
	CONSTRAINT "refund_requests_shipping" CHECK ("refund_requests"."shipping" between 0 and "refund_requests"."amount")
);
--> statement-breakpoint
CREATE TABLE "refunds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"request_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"payment_id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"status" text collate "C" NOT NULL,
	"reference" text collate "C",
	"failure" text collate "C",
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "refunds_amount" CHECK ("refunds"."amount" > 0),
	CONSTRAINT "refunds_status" CHECK ("refunds"."status" in ('created', 'succeeded', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "return_lines" (
	"return_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"quantity" integer NOT NULL,
	"reason" text collate "C",
	"restocked_quantity" integer DEFAULT 0 NOT NULL,
	"written_off_quantity" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "return_lines_pk" PRIMARY KEY("return_id","position"),
	CONSTRAINT "return_lines_quantity" CHECK ("return_lines"."quantity" > 0),
	CONSTRAINT "return_lines_back" CHECK ("return_lines"."restocked_quantity" >= 0 and "return_lines"."written_off_quantity" >= 0),
	CONSTRAINT "return_lines_received" CHECK ("return_lines"."restocked_quantity" + "return_lines"."written_off_quantity" <= "return_lines"."quantity")
);
--> statement-breakpoint
CREATE TABLE "return_receipts" (
	"id" uuid NOT NULL,
	"return_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"restocked_quantity" integer NOT NULL,
	"written_off_quantity" integer NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "return_receipts_pk" PRIMARY KEY("id","position"),
	CONSTRAINT "return_receipts_quantity" CHECK ("return_receipts"."restocked_quantity" >= 0 and "return_receipts"."written_off_quantity" >= 0 and "return_receipts"."restocked_quantity" + "return_receipts"."written_off_quantity" > 0)
);
--> statement-breakpoint
CREATE TABLE "returns" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"kind" text collate "C" NOT NULL,
	"status" text collate "C" NOT NULL,
	"requested_by" text collate "C" NOT NULL,
	"reason" text collate "C",
	"reject_reason" text collate "C",
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "returns_kind" CHECK ("returns"."kind" in ('return', 'withdrawal')),
	CONSTRAINT "returns_status" CHECK ("returns"."status" in ('requested', 'approved', 'rejected', 'received', 'closed')),
	CONSTRAINT "returns_requested_by" CHECK ("returns"."requested_by" in ('customer', 'admin'))
);
--> statement-breakpoint
CREATE TABLE "search_documents" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "search_documents_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"product_id" uuid NOT NULL,
	"facts" integer NOT NULL,
	"name" text collate "C" NOT NULL,
	"sku" text collate "C" NOT NULL,
	"description" text collate "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "search_facts" (
	"number" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "search_facts_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"hash" text collate "C" NOT NULL,
	"facts" text collate "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "search_words" (
	"form" text collate "C" NOT NULL,
	"word" text collate "C" NOT NULL,
	CONSTRAINT "search_words_pk" PRIMARY KEY("form","word")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"mode" text collate "C" NOT NULL,
	"token_hash" text collate "C" NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"refresh_hash" text collate "C",
	"refresh_expires_at" timestamp (3) with time zone,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"user_agent" text collate "C",
	"ip" text collate "C",
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "shipment_lines" (
	"shipment_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"quantity" integer NOT NULL,
	CONSTRAINT "shipment_lines_pk" PRIMARY KEY("shipment_id","position"),
	CONSTRAINT "shipment_lines_quantity" CHECK ("shipment_lines"."quantity" > 0)
);
--> statement-breakpoint
CREATE TABLE "shipments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"status" text collate "C" NOT NULL,
	"carrier" text collate "C",
	"tracking_number" text collate "C",
	"tracking_url" text collate "C",
	"restocked" boolean,
	"shipped_at" timestamp (3) with time zone NOT NULL,
	"delivered_at" timestamp (3) with time zone,
	"returned_at" timestamp (3) with time zone,
	CONSTRAINT "shipments_status" CHECK ("shipments"."status" in ('shipped', 'delivered', 'returned_to_sender')),
	CONSTRAINT "shipments_delivered" CHECK (("shipments"."status" = 'delivered') = ("shipments"."delivered_at" is not null)),
	CONSTRAINT "shipments_returned" CHECK (("shipments"."status" = 'returned_to_sender') = ("shipments"."returned_at" is not null)),
	CONSTRAINT "shipments_restocked" CHECK (("shipments"."status" = 'returned_to_sender') = ("shipments"."restocked" is not null))
);
--> statement-breakpoint
CREATE TABLE "shipping_methods" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text collate "C" NOT NULL,
	"zones" jsonb NOT NULL,
	"by" text collate "C" NOT NULL,
	"steps" jsonb NOT NULL,
	"up_to" bigint,
	"free_from" bigint,
	"min_days" integer,
	"max_days" integer,
	"pickup" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "shipping_methods_by" CHECK ("shipping_methods"."by" in ('subtotal', 'weight', 'quantity'))
);
--> statement-breakpoint
CREATE TABLE "stock_ledger" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "stock_ledger_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"variant_id" uuid NOT NULL,
	"reason" text collate "C" NOT NULL,
	"on_hand_change" integer NOT NULL,
	"reserved_change" integer NOT NULL,
	"on_hand_after" integer NOT NULL,
	"reserved_after" integer NOT NULL,
	"actor" text collate "C" NOT NULL,
	"order_id" uuid,
	"reference" text collate "C",
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "store" (
	"id" integer PRIMARY KEY NOT NULL,
	"pricing_version" integer DEFAULT 1 NOT NULL,
	"settings_imported_at" timestamp (3) with time zone,
	CONSTRAINT "store_one_row" CHECK ("store"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "tax_rates" (
	"id" uuid PRIMARY KEY NOT NULL,
	"country" text collate "C" NOT NULL,
	"region" text collate "C" DEFAULT '' NOT NULL,
	"postal_prefix" text collate "C" DEFAULT '' NOT NULL,
	"tax_class" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"millionths" integer NOT NULL,
	"mode" text collate "C" NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "tax_rates_millionths" CHECK ("tax_rates"."millionths" between 0 and 1000000),
	CONSTRAINT "tax_rates_mode" CHECK ("tax_rates"."mode" in ('adds', 'replaces'))
);
--> statement-breakpoint
CREATE TABLE "used_refresh_tokens" (
	"hash" text collate "C" PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"used_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text collate "C" NOT NULL,
	"email_key" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"password_hash" text collate "C",
	"role" text collate "C" NOT NULL,
	"groups" jsonb DEFAULT '[]' NOT NULL,
	"email_verified_at" timestamp (3) with time zone,
	"cancelled_orders" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "users_role" CHECK ("users"."role" in ('customer', 'admin'))
);
--> statement-breakpoint
CREATE TABLE "variant_prices" (
	"variant_id" uuid NOT NULL,
	"from" timestamp (3) with time zone NOT NULL,
	"price" bigint NOT NULL,
	CONSTRAINT "variant_prices_pk" PRIMARY KEY("variant_id","from")
);
--> statement-breakpoint
CREATE TABLE "variants" (
	"id" uuid PRIMARY KEY NOT NULL,
	"product_id" uuid NOT NULL,
	"sku" text collate "C" NOT NULL,
	"options" jsonb NOT NULL,
	"options_key" text collate "C" NOT NULL,
	"price" bigint NOT NULL,
	"compare_at_price" bigint,
	"lowest_prior_price" bigint,
	"on_hand" integer NOT NULL,
	"reserved" integer DEFAULT 0 NOT NULL,
	"position" integer NOT NULL,
	"low_stock_at" integer,
	"weight" integer,
	"version" integer DEFAULT 1 NOT NULL,
	"archived_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "variants_price" CHECK ("variants"."price" >= 0),
	CONSTRAINT "variants_weight" CHECK ("variants"."weight" >= 0),
	CONSTRAINT "variants_stock" CHECK ("variants"."reserved" >= 0 and "variants"."on_hand" >= "variants"."reserved")
);
--> statement-breakpoint
CREATE TABLE "vat_numbers" (
	"number" text collate "C" PRIMARY KEY NOT NULL,
	"is_valid" boolean NOT NULL,
	"checked_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "addresses" ADD CONSTRAINT "addresses_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "balance_ledger" ADD CONSTRAINT "balance_ledger_balance_id_balances_id_fk" FOREIGN KEY ("balance_id") REFERENCES "public"."balances"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart_codes" ADD CONSTRAINT "cart_codes_cart_id_carts_id_fk" FOREIGN KEY ("cart_id") REFERENCES "public"."carts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart_lines" ADD CONSTRAINT "cart_lines_cart_id_carts_id_fk" FOREIGN KEY ("cart_id") REFERENCES "public"."carts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart_lines" ADD CONSTRAINT "cart_lines_variant_id_variants_id_fk" FOREIGN KEY ("variant_id") REFERENCES "public"."variants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "carts" ADD CONSTRAINT "carts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "former_prices" ADD CONSTRAINT "former_prices_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_adjustments" ADD CONSTRAINT "order_adjustments_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_events" ADD CONSTRAINT "order_events_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_variant_id_variants_id_fk" FOREIGN KEY ("variant_id") REFERENCES "public"."variants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "product_images" ADD CONSTRAINT "product_images_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "products" ADD CONSTRAINT "products_category_id_categories_id_fk" FOREIGN KEY ("category_id") REFERENCES "public"."categories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promotion_codes" ADD CONSTRAINT "promotion_codes_promotion_id_promotions_id_fk" FOREIGN KEY ("promotion_id") REFERENCES "public"."promotions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_lines" ADD CONSTRAINT "refund_lines_request_id_refund_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."refund_requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_requests" ADD CONSTRAINT "refund_requests_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_requests" ADD CONSTRAINT "refund_requests_return_id_returns_id_fk" FOREIGN KEY ("return_id") REFERENCES "public"."returns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_request_id_refund_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."refund_requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "return_lines" ADD CONSTRAINT "return_lines_return_id_returns_id_fk" FOREIGN KEY ("return_id") REFERENCES "public"."returns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "return_receipts" ADD CONSTRAINT "return_receipts_return_id_returns_id_fk" FOREIGN KEY ("return_id") REFERENCES "public"."returns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "returns" ADD CONSTRAINT "returns_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "search_documents" ADD CONSTRAINT "search_documents_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shipment_lines" ADD CONSTRAINT "shipment_lines_shipment_id_shipments_id_fk" FOREIGN KEY ("shipment_id") REFERENCES "public"."shipments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shipments" ADD CONSTRAINT "shipments_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock_ledger" ADD CONSTRAINT "stock_ledger_variant_id_variants_id_fk" FOREIGN KEY ("variant_id") REFERENCES "public"."variants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "used_refresh_tokens" ADD CONSTRAINT "used_refresh_tokens_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "variant_prices" ADD CONSTRAINT "variant_prices_variant_id_variants_id_fk" FOREIGN KEY ("variant_id") REFERENCES "public"."variants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "variants" ADD CONSTRAINT "variants_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "addresses_user_id" ON "addresses" USING btree ("user_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_prefix_unique" ON "api_keys" USING btree ("prefix");--> statement-breakpoint
CREATE INDEX "api_keys_user_id" ON "api_keys" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "audit_log_newest" ON "audit_log" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "audit_log_by_actor" ON "audit_log" USING btree ("actor","at","id");--> statement-breakpoint
CREATE INDEX "audit_log_by_action" ON "audit_log" USING btree ("action","at","id");--> statement-breakpoint
CREATE INDEX "audit_log_by_target" ON "audit_log" USING btree ("target_id","at","id");--> statement-breakpoint
CREATE INDEX "balance_ledger_balance" ON "balance_ledger" USING btree ("balance_id","id");--> statement-breakpoint
CREATE INDEX "balance_ledger_order" ON "balance_ledger" USING btree ("order_id") WHERE "balance_ledger"."order_id" is not null;--> statement-breakpoint
CREATE INDEX "balances_owner" ON "balances" USING btree ("owner_id","kind","value");--> statement-breakpoint
CREATE UNIQUE INDEX "carts_user_unique" ON "carts" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "carts_token_hash_unique" ON "carts" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "carts_expires_at" ON "carts" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "categories_slug_unique" ON "categories" USING btree ("slug");--> statement-breakpoint
CREATE UNIQUE INDEX "email_proofs_unique" ON "email_proofs" USING btree ("purpose","email_key","slot");--> statement-breakpoint
CREATE INDEX "email_proofs_expires_at" ON "email_proofs" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "former_prices_ended_at" ON "former_prices" USING btree ("ended_at");--> statement-breakpoint
CREATE INDEX "former_prices_product" ON "former_prices" USING btree ("product_id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_expires_at" ON "idempotency_keys" USING btree ("expires_at") WHERE "idempotency_keys"."expires_at" is not null;--> statement-breakpoint
CREATE INDEX "mail_counts_ends_at" ON "mail_counts" USING btree ("ends_at");--> statement-breakpoint
CREATE INDEX "mail_deliveries_expires_at" ON "mail_deliveries" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "order_events_order" ON "order_events" USING btree ("order_id","id");--> statement-breakpoint
CREATE INDEX "order_lines_variant" ON "order_lines" USING btree ("variant_id");--> statement-breakpoint
CREATE UNIQUE INDEX "orders_number_unique" ON "orders" USING btree ("number");--> statement-breakpoint
CREATE INDEX "orders_by_user" ON "orders" USING btree ("user_id","created_at","id");--> statement-breakpoint
CREATE INDEX "orders_by_email" ON "orders" USING btree (lower("email"),"created_at","id");--> statement-breakpoint
CREATE INDEX "orders_unpaid_by_network" ON "orders" USING btree ("guest_network") WHERE "orders"."guest_network" is not null and "orders"."status" not in ('delivered', 'cancelled');--> statement-breakpoint
CREATE INDEX "orders_by_status" ON "orders" USING btree ("status","created_at","id");--> statement-breakpoint
CREATE INDEX "orders_newest" ON "orders" USING btree ("created_at","id","status","total","units","cart_begun_at");--> statement-breakpoint
CREATE INDEX "orders_expiring" ON "orders" USING btree ("status","expires_at");--> statement-breakpoint
CREATE INDEX "orders_to_erase" ON "orders" USING btree ("erasure_asked_at") WHERE "orders"."erasure_asked_at" is not null;--> statement-breakpoint
CREATE INDEX "payments_order" ON "payments" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "payments_open" ON "payments" USING btree ("status","created_at");--> statement-breakpoint
CREATE INDEX "payments_refunded" ON "payments" USING btree ("order_id","refunded") WHERE "payments"."refunded" > 0;--> statement-breakpoint
CREATE INDEX "payments_reference" ON "payments" USING btree ("provider","reference") WHERE "payments"."reference" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "payments_reference_unique" ON "payments" USING btree ("provider","reference") WHERE "payments"."reference" is not null and "payments"."provider" <> 'manual';--> statement-breakpoint
CREATE UNIQUE INDEX "product_images_position_unique" ON "product_images" USING btree ("product_id","position");--> statement-breakpoint
CREATE INDEX "product_images_key" ON "product_images" USING btree ("key");--> statement-breakpoint
CREATE UNIQUE INDEX "products_slug_unique" ON "products" USING btree ("slug");--> statement-breakpoint
CREATE INDEX "products_newest" ON "products" USING btree ("status","created_at","id","price_from","price_to");--> statement-breakpoint
CREATE INDEX "products_by_price" ON "products" USING btree ("status","price_from","id","price_to");--> statement-breakpoint
CREATE INDEX "products_by_name" ON "products" USING btree ("status","name_key","id","price_from","price_to");--> statement-breakpoint
CREATE INDEX "products_repriced" ON "products" USING btree ("repriced_in");--> statement-breakpoint
CREATE INDEX "products_category_newest" ON "products" USING btree ("category_id","status","created_at","id","price_from","price_to");--> statement-breakpoint
CREATE INDEX "products_category_by_price" ON "products" USING btree ("category_id","status","price_from","id","price_to");--> statement-breakpoint
CREATE INDEX "products_category_by_name" ON "products" USING btree ("category_id","status","name_key","id","price_from","price_to");--> statement-breakpoint
CREATE INDEX "promotion_codes_promotion" ON "promotion_codes" USING btree ("promotion_id","code");--> statement-breakpoint
CREATE INDEX "promotions_current" ON "promotions" USING btree ("id") WHERE "promotions"."archived_at" is null;--> statement-breakpoint
CREATE INDEX "promotions_automatic" ON "promotions" USING btree ("id") WHERE "promotions"."is_automatic" and "promotions"."archived_at" is null;--> statement-breakpoint
CREATE INDEX "provider_events_applied_at" ON "provider_events" USING btree ("applied_at");--> statement-breakpoint
CREATE INDEX "refund_requests_order" ON "refund_requests" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "refunds_order" ON "refunds" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "refunds_payment" ON "refunds" USING btree ("payment_id");--> statement-breakpoint
CREATE INDEX "refunds_open" ON "refunds" USING btree ("status","created_at");--> statement-breakpoint
CREATE INDEX "return_receipts_return" ON "return_receipts" USING btree ("return_id");--> statement-breakpoint
CREATE INDEX "returns_order" ON "returns" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "returns_by_status" ON "returns" USING btree ("status","id");--> statement-breakpoint
CREATE UNIQUE INDEX "search_documents_product_unique" ON "search_documents" USING btree ("product_id");--> statement-breakpoint
CREATE INDEX "search_documents_facts" ON "search_documents" USING btree ("facts");--> statement-breakpoint
CREATE UNIQUE INDEX "search_facts_hash_unique" ON "search_facts" USING btree ("hash");--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_token_hash_unique" ON "sessions" USING btree ("token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_refresh_hash_unique" ON "sessions" USING btree ("refresh_hash");--> statement-breakpoint
CREATE INDEX "sessions_user_id" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_ends_at" ON "sessions" USING btree ("ends_at");--> statement-breakpoint
CREATE INDEX "shipments_order" ON "shipments" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "stock_ledger_variant" ON "stock_ledger" USING btree ("variant_id","id");--> statement-breakpoint
CREATE INDEX "stock_ledger_order" ON "stock_ledger" USING btree ("order_id");--> statement-breakpoint
CREATE UNIQUE INDEX "tax_rates_replaces_unique" ON "tax_rates" USING btree ("country","region","postal_prefix","tax_class") WHERE "tax_rates"."mode" = 'replaces';--> statement-breakpoint
CREATE UNIQUE INDEX "tax_rates_adds_unique" ON "tax_rates" USING btree ("country","region","postal_prefix","tax_class","name") WHERE "tax_rates"."mode" = 'adds';--> statement-breakpoint
CREATE INDEX "used_refresh_tokens_session_id" ON "used_refresh_tokens" USING btree ("session_id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email_key_unique" ON "users" USING btree ("email_key");--> statement-breakpoint
CREATE INDEX "users_newest" ON "users" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "users_by_role" ON "users" USING btree ("role","id");--> statement-breakpoint
CREATE INDEX "users_in_groups" ON "users" USING btree ("id") WHERE "users"."groups" <> '[]';--> statement-breakpoint
CREATE UNIQUE INDEX "variants_sku_unique" ON "variants" USING btree ("sku");--> statement-breakpoint
CREATE UNIQUE INDEX "variants_options_unique" ON "variants" USING btree ("product_id","options_key") WHERE "variants"."archived_at" is null;--> statement-breakpoint
CREATE INDEX "variants_by_price" ON "variants" USING btree ("price","product_id","options_key") WHERE "variants"."archived_at" is null;--> statement-breakpoint
CREATE INDEX "vat_numbers_checked_at" ON "vat_numbers" USING btree ("checked_at");