-- Full-text search of Postgres over the words of search_documents. They are folded and cut by the application, and
-- become a tsvector as they are: no parser or dictionary of the server, whose locale could be any, sees them. Only the
-- indexes hold it: with it the table's rows would be twice as long, and a search reads one for each document that it finds.
-- These functions are plpgsql, because one in SQL would become part of the query and lose its cost. It says that to ask
-- the index is always cheaper than to compute this for every row.
CREATE FUNCTION search_words(name text, sku text, description text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL UNSAFE COST 200 AS $$
BEGIN
  RETURN array_to_tsvector(array_remove(string_to_array(name || sku || description, ' '), ''));
END $$;
--> statement-breakpoint
CREATE INDEX search_documents_words ON search_documents USING gin (search_words(name, sku, description));
--> statement-breakpoint
-- Each word marked with the first letter of its field: weights would do the same, but an index does not know them.
CREATE FUNCTION search_titles(name text, sku text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL UNSAFE COST 200 AS $$
BEGIN
  RETURN array_to_tsvector(array_remove(array_remove(array_remove(string_to_array(replace(name, ' ', ' n') || replace(sku, ' ', ' s'), ' '), ''), 'n'), 's'));
END $$;
--> statement-breakpoint
CREATE INDEX search_documents_titles ON search_documents USING gin (search_titles(name, sku));
--> statement-breakpoint
-- As documents of one relevance are sorted. Names may be long, and cursors have to fit into a URL. With the whole name,
-- because what Postgres computes from a column it reads from an index only where the column is in it too.
CREATE INDEX search_documents_by_name ON search_documents (substr(name, 1, 100), product_id) INCLUDE (id, name);
--> statement-breakpoint
-- Nothing of search, but drizzle-kit does not know it either: after a crash everybody may begin to count anew, and until
-- then no call waits for the disk to have counted it.
ALTER TABLE "rate_limits" SET UNLOGGED;
