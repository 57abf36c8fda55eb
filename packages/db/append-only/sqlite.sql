-- Refuses every change to the audit log, the ledgers and the events of orders, also by programs other than ours.
-- INSERT OR REPLACE deletes without firing the trigger on DELETE, so a third trigger refuses it.
CREATE TRIGGER audit_log_not_updated BEFORE UPDATE ON audit_log BEGIN
  SELECT RAISE(ABORT, 'audit_log is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER audit_log_not_deleted BEFORE DELETE ON audit_log BEGIN
  SELECT RAISE(ABORT, 'audit_log is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER audit_log_not_replaced BEFORE INSERT ON audit_log WHEN EXISTS (SELECT 1 FROM audit_log WHERE id = new.id) BEGIN
  SELECT RAISE(ABORT, 'audit_log is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER stock_ledger_not_updated BEFORE UPDATE ON stock_ledger BEGIN
  SELECT RAISE(ABORT, 'stock_ledger is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER stock_ledger_not_deleted BEFORE DELETE ON stock_ledger BEGIN
  SELECT RAISE(ABORT, 'stock_ledger is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER stock_ledger_not_replaced BEFORE INSERT ON stock_ledger WHEN EXISTS (SELECT 1 FROM stock_ledger WHERE id = new.id) BEGIN
  SELECT RAISE(ABORT, 'stock_ledger is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER order_events_not_updated BEFORE UPDATE ON order_events BEGIN
  SELECT RAISE(ABORT, 'order_events is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER order_events_not_deleted BEFORE DELETE ON order_events BEGIN
  SELECT RAISE(ABORT, 'order_events is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER order_events_not_replaced BEFORE INSERT ON order_events WHEN EXISTS (SELECT 1 FROM order_events WHERE id = new.id) BEGIN
  SELECT RAISE(ABORT, 'order_events is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER balance_ledger_not_updated BEFORE UPDATE ON balance_ledger BEGIN
  SELECT RAISE(ABORT, 'balance_ledger is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER balance_ledger_not_deleted BEFORE DELETE ON balance_ledger BEGIN
  SELECT RAISE(ABORT, 'balance_ledger is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER balance_ledger_not_replaced BEFORE INSERT ON balance_ledger WHEN EXISTS (SELECT 1 FROM balance_ledger WHERE id = new.id) BEGIN
  SELECT RAISE(ABORT, 'balance_ledger is append-only');
END;
