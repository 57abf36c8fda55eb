#!/bin/sh
# Regenerates the migrations, as long as there is no release: `first` from the tables, and the others from search/*.sql,
# append-only/*.sql and totals/*.sql, which drizzle-kit does not generate. After a release, only add migrations.
set -e
cd "$(dirname "$0")"
for dialect in sqlite postgres; do
  rm -rf "migrations/$dialect"
  npx drizzle-kit generate --config "drizzle.$dialect.config.ts" --name first | tail -2
  if [ "$dialect" = sqlite ]; then
    # SQLite cannot change a constraint later, and drizzle-kit has no word for a deferred one.
    sed -i -E '/CREATE TABLE `order_(lines|adjustments)`/,/^\);/ s/(FOREIGN KEY \(`order_id`\) .* ON DELETE no action)/\1 DEFERRABLE INITIALLY DEFERRED/' migrations/sqlite/0000_first.sql
  fi
  npx drizzle-kit generate --config "drizzle.$dialect.config.ts" --custom --name search | tail -1
  cp "search/$dialect.sql" "migrations/$dialect/0001_search.sql"
  npx drizzle-kit generate --config "drizzle.$dialect.config.ts" --custom --name append_only | tail -1
  cp "append-only/$dialect.sql" "migrations/$dialect/0002_append_only.sql"
  npx drizzle-kit generate --config "drizzle.$dialect.config.ts" --custom --name totals | tail -1
  cp "totals/$dialect.sql" "migrations/$dialect/0003_totals.sql"
done
ls migrations/*
