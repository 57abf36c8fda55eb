-- Full-text search of SQLite over the words of search_documents. They are folded and cut by the application, so the
-- tokenizer has nothing to do but to split at spaces. detail=none: which documents hold a word is all that is asked.
CREATE VIRTUAL TABLE search_index USING fts5(name, sku, description, content='search_documents', content_rowid='id', tokenize='ascii', detail='none', columnsize=0, prefix='2 3');
--> statement-breakpoint
CREATE TRIGGER search_documents_inserted AFTER INSERT ON search_documents BEGIN
  INSERT INTO search_index (rowid, name, sku, description) VALUES (new.id, new.name, new.sku, new.description);
END;
--> statement-breakpoint
CREATE TRIGGER search_documents_deleted AFTER DELETE ON search_documents BEGIN
  INSERT INTO search_index (search_index, rowid, name, sku, description) VALUES ('delete', old.id, old.name, old.sku, old.description);
END;
--> statement-breakpoint
CREATE TRIGGER search_documents_updated AFTER UPDATE OF name, sku, description ON search_documents BEGIN
  INSERT INTO search_index (search_index, rowid, name, sku, description) VALUES ('delete', old.id, old.name, old.sku, old.description);
  INSERT INTO search_index (rowid, name, sku, description) VALUES (new.id, new.name, new.sku, new.description);
END;
