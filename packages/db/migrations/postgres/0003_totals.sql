-- The amounts of an order are the sums of its lines and adjustments, whatever program writes to the database. The rows of
-- an order are written before it or in one statement with it, which is why their foreign keys are deferred. Lines and
-- adjustments of a revision never change. The triggers run once for each statement, however many orders it writes.
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
ALTER TABLE order_lines ALTER CONSTRAINT order_lines_order_id_orders_id_fk DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE order_adjustments ALTER CONSTRAINT order_adjustments_order_id_orders_id_fk DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
CREATE FUNCTION refuse_wrong_order() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (SELECT 1 FROM orders_unlike_their_rows WHERE id = ANY (ARRAY(SELECT id FROM written))) THEN
    RAISE EXCEPTION 'an order is not the sum of its lines and adjustments' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION refuse_wrong_change_of_order() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (
    SELECT 1 FROM written JOIN former USING (id)
    WHERE (written.subtotal, written.discount, written.shipping, written.fee, written.tax, written.tax_included, written.revision)
      <> (former.subtotal, former.discount, former.shipping, former.fee, former.tax, former.tax_included, former.revision)
      AND EXISTS (SELECT 1 FROM orders_unlike_their_rows WHERE orders_unlike_their_rows.id = written.id)
  ) THEN
    RAISE EXCEPTION 'an order is not the sum of its lines and adjustments' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION refuse_late_row_of_order() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (SELECT 1 FROM orders_unlike_their_rows WHERE id = ANY (ARRAY(SELECT order_id FROM written))) THEN
    RAISE EXCEPTION 'an order is not the sum of its lines and adjustments' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER orders_sum_inserted AFTER INSERT ON orders REFERENCING NEW TABLE AS written
FOR EACH STATEMENT EXECUTE FUNCTION refuse_wrong_order();
--> statement-breakpoint
CREATE TRIGGER orders_sum_updated AFTER UPDATE ON orders REFERENCING OLD TABLE AS former NEW TABLE AS written
FOR EACH STATEMENT EXECUTE FUNCTION refuse_wrong_change_of_order();
--> statement-breakpoint
CREATE TRIGGER order_lines_sum AFTER INSERT ON order_lines REFERENCING NEW TABLE AS written
FOR EACH STATEMENT EXECUTE FUNCTION refuse_late_row_of_order();
--> statement-breakpoint
CREATE TRIGGER order_adjustments_sum AFTER INSERT ON order_adjustments REFERENCING NEW TABLE AS written
FOR EACH STATEMENT EXECUTE FUNCTION refuse_late_row_of_order();
--> statement-breakpoint
CREATE TRIGGER order_lines_fixed BEFORE UPDATE OF order_id, revision, position, variant_id, unit_price, quantity, line_total ON order_lines
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER order_lines_not_deleted BEFORE DELETE OR TRUNCATE ON order_lines FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER order_adjustments_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON order_adjustments
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
