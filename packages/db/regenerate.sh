#!/bin/sh
# Regenerates the migrations, as long as there is no release: `first` from the tables, `search` and `append_only` from
# search/*.sql and append-only/*.sql, which drizzle-kit does not generate. After a release, only add migrations.
set -e
cd "$(dirname "$0")"
for dialect in sqlite postgres; do
  rm -rf "migrations/$dialect"
  npx drizzle-kit generate --config "drizzle.$dialect.config.ts" --name first | tail -2
  npx drizzle-kit generate --config "drizzle.$dialect.config.ts" --custom --name search | tail -1
  cp "search/$dialect.sql" "migrations/$dialect/0001_search.sql"
  npx drizzle-kit generate --config "drizzle.$dialect.config.ts" --custom --name append_only | tail -1
  cp "append-only/$dialect.sql" "migrations/$dialect/0002_append_only.sql"
done
ls migrations/*
