-- Full-text search of Postgres over the words of search_documents. They are folded and cut by the application, and
-- go into the tsvector as they are: no parser or dictionary of the server, whose locale could be any, sees them.
ALTER TABLE search_documents ADD COLUMN words tsvector GENERATED ALWAYS AS (array_to_tsvector(array_remove(string_to_array(name || ' ' || sku || ' ' || description, ' '), ''))) STORED;
--> statement-breakpoint
CREATE INDEX search_documents_words ON search_documents USING gin (words);
--> statement-breakpoint
-- Nothing of search, but drizzle-kit does not know it either: after a crash everybody may begin to count anew, and until
-- then no call waits for the disk to have counted it.
ALTER TABLE "rate_limits" SET UNLOGGED;
