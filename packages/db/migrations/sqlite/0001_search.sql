-- Full-text search of SQLite over the words of search_documents. The application has folded and cut the words, so the
-- tokenizer only splits at spaces. detail=column stores which documents hold a word and in which field, because no
-- search asks for positions. The id of an indexed row is the number of its facts << 32 plus the document's id, so that
-- a result is counted by facts without reading a document.
CREATE VIRTUAL TABLE search_index USING fts5(name, sku, description, content='', tokenize='ascii', detail='column', columnsize=0, prefix='2 3');
--> statement-breakpoint
CREATE TRIGGER search_documents_inserted AFTER INSERT ON search_documents BEGIN
  INSERT INTO search_index (rowid, name, sku, description) VALUES (new.facts << 32 | new.id, new.name, new.sku, new.description);
END;
--> statement-breakpoint
CREATE TRIGGER search_documents_deleted AFTER DELETE ON search_documents BEGIN
  INSERT INTO search_index (search_index, rowid, name, sku, description) VALUES ('delete', old.facts << 32 | old.id, old.name, old.sku, old.description);
END;
--> statement-breakpoint
CREATE TRIGGER search_documents_updated AFTER UPDATE OF name, sku, description, facts ON search_documents BEGIN
  INSERT INTO search_index (search_index, rowid, name, sku, description) VALUES ('delete', old.facts << 32 | old.id, old.name, old.sku, old.description);
  INSERT INTO search_index (rowid, name, sku, description) VALUES (new.facts << 32 | new.id, new.name, new.sku, new.description);
END;
--> statement-breakpoint
-- The order of documents with the same relevance. The index cuts names, because they may be long and cursors have to
-- fit into a URL.
CREATE INDEX search_documents_by_name ON search_documents (substr(name, 1, 100), product_id);
