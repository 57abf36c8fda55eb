-- Full-text search of Postgres over the words of search_documents. The application has folded and cut the words, so
-- they become a tsvector unchanged, and no parser or dictionary of the server's locale touches them. Only the indexes
-- hold the tsvector, because it would double the length of the rows, and a search reads a row for each document that it
-- finds. The functions are plpgsql, because Postgres would inline an SQL function and lose its cost. The cost tells the
-- planner that a search of the index is always cheaper than computing the function for every row.
CREATE FUNCTION search_words(name text, sku text, description text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL UNSAFE COST 200 AS $$
BEGIN
  RETURN array_to_tsvector(array_remove(string_to_array(name || sku || description, ' '), ''));
END $$;
--> statement-breakpoint
CREATE INDEX search_documents_words ON search_documents USING gin (search_words(name, sku, description));
--> statement-breakpoint
-- Marks each word with the first letter of its field. Weights would do the same, but an index does not store them.
CREATE FUNCTION search_titles(name text, sku text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL UNSAFE COST 200 AS $$
BEGIN
  RETURN array_to_tsvector(array_remove(array_remove(array_remove(string_to_array(replace(name, ' ', ' n') || replace(sku, ' ', ' s'), ' '), ''), 'n'), 's'));
END $$;
--> statement-breakpoint
CREATE INDEX search_documents_titles ON search_documents USING gin (search_titles(name, sku));
--> statement-breakpoint
-- The order of documents with the same relevance. The index cuts names, because they may be long and cursors have to
-- fit into a URL. It includes the whole name, because Postgres computes an expression from an index only if the index
-- has the column itself.
CREATE INDEX search_documents_by_name ON search_documents (substr(name, 1, 100), product_id) INCLUDE (id, name);
--> statement-breakpoint
-- Does not belong to search, but drizzle-kit cannot express it either. Calls do not wait until their count is on disk.
-- After a crash the counts begin again at zero.
ALTER TABLE "rate_limits" SET UNLOGGED;
