-- The amounts of an order are the sums of its lines and adjustments, whatever program writes to the database. The rows of
-- an order are written first and the order last, which is why their foreign keys are deferred. Lines and adjustments of a
-- revision never change.
CREATE VIEW orders_unlike_their_rows AS
SELECT o.id, o.number, o.revision FROM orders o
WHERE o.subtotal <> (
    SELECT coalesce(sum(l.line_total), 0) FROM order_lines l WHERE l.order_id = o.id AND l.revision = o.revision
  )
  OR (o.discount, o.shipping, o.fee, o.tax, o.tax_included) <> (
    SELECT
      coalesce(-sum(CASE WHEN a.kind = 'discount' THEN a.amount END), 0),
      coalesce(sum(CASE WHEN a.kind = 'shipping' THEN a.amount END), 0),
      coalesce(sum(CASE WHEN a.kind = 'fee' THEN a.amount END), 0),
      coalesce(sum(CASE WHEN a.kind = 'tax' THEN a.amount END), 0),
      coalesce(sum(CASE WHEN a.included THEN a.amount END), 0)
    FROM order_adjustments a WHERE a.order_id = o.id AND a.revision = o.revision
  );
--> statement-breakpoint
CREATE TRIGGER orders_sum_inserted AFTER INSERT ON orders
WHEN EXISTS (SELECT 1 FROM orders_unlike_their_rows WHERE id = new.id) BEGIN
  SELECT RAISE(ABORT, 'an order is not the sum of its lines and adjustments');
END;
--> statement-breakpoint
CREATE TRIGGER orders_sum_updated AFTER UPDATE OF subtotal, discount, shipping, fee, tax, tax_included, revision ON orders
WHEN EXISTS (SELECT 1 FROM orders_unlike_their_rows WHERE id = new.id) BEGIN
  SELECT RAISE(ABORT, 'an order is not the sum of its lines and adjustments');
END;
--> statement-breakpoint
CREATE TRIGGER order_lines_sum AFTER INSERT ON order_lines
WHEN EXISTS (SELECT 1 FROM orders_unlike_their_rows WHERE id = new.order_id) BEGIN
  SELECT RAISE(ABORT, 'an order is not the sum of its lines and adjustments');
END;
--> statement-breakpoint
CREATE TRIGGER order_adjustments_sum AFTER INSERT ON order_adjustments
WHEN EXISTS (SELECT 1 FROM orders_unlike_their_rows WHERE id = new.order_id) BEGIN
  SELECT RAISE(ABORT, 'an order is not the sum of its lines and adjustments');
END;
--> statement-breakpoint
CREATE TRIGGER order_lines_fixed BEFORE UPDATE OF order_id, revision, position, variant_id, unit_price, quantity, line_total ON order_lines BEGIN
  SELECT RAISE(ABORT, 'the lines of a revision do not change');
END;
--> statement-breakpoint
CREATE TRIGGER order_lines_not_deleted BEFORE DELETE ON order_lines BEGIN
  SELECT RAISE(ABORT, 'the lines of a revision do not change');
END;
--> statement-breakpoint
CREATE TRIGGER order_adjustments_not_updated BEFORE UPDATE ON order_adjustments BEGIN
  SELECT RAISE(ABORT, 'order_adjustments is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER order_adjustments_not_deleted BEFORE DELETE ON order_adjustments BEGIN
  SELECT RAISE(ABORT, 'order_adjustments is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER order_adjustments_not_replaced BEFORE INSERT ON order_adjustments
WHEN EXISTS (SELECT 1 FROM order_adjustments WHERE order_id = new.order_id AND revision = new.revision AND position = new.position) BEGIN
  SELECT RAISE(ABORT, 'order_adjustments is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER order_lines_not_replaced BEFORE INSERT ON order_lines
WHEN EXISTS (SELECT 1 FROM order_lines WHERE order_id = new.order_id AND revision = new.revision AND position = new.position) BEGIN
  SELECT RAISE(ABORT, 'the lines of a revision do not change');
END;
