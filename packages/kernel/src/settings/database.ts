import { parseDatabaseUrl, WrongAddress } from '@cartwright/db';
import { z } from 'zod';
import { positive, setting, whole } from './setting.ts';

const address = z.string().superRefine((url, context) => {
  try {
    parseDatabaseUrl(url);
  } catch (error) {
    if (!(error instanceof WrongAddress)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
  }
});

export const databaseSettings = {
  DATABASE_URL: setting(address.default('sqlite:./data/cartwright.db'), {
    about:
      'The database of the shop: an SQLite file, or a Postgres that several servers and workers share. sqlite:x.db, ' +
      'sqlite:./x.db and sqlite:///x.db are paths in the working folder. sqlite:/x.db and sqlite:////x.db are absolute paths, ' +
      'as in SQLAlchemy. sqlite::memory: is a temporary file of one server, which deletes it when it stops.',
    neededBy: 'every shop that sells',
    example: 'postgres://cartwright:password@db.internal/cartwright',
    form: '`sqlite:<path>`, `sqlite::memory:` or `postgres://user:password@host/database`',
  }),
  DATABASE_DIRECT_URL: setting(
    address.refine((url) => url.startsWith('postgres'), 'Begin with postgres://.').optional(),
    {
      about:
        'Address of the same Postgres that bypasses a transaction pooler such as PgBouncer. LISTEN, the worker and migrations ' +
        'use it, because they need a session.',
      neededBy: 'a shop with the address of a pooler in DATABASE_URL',
      example: 'postgres://cartwright:password@db.internal:5432/cartwright',
      form: '`postgres://user:password@host/database`',
      otherwise: 'DATABASE_URL',
    },
  ),
  DATABASE_POOL_SIZE: setting(positive.max(500).default(10), {
    about:
      'Most connections to Postgres that each process opens. The sum over all processes must stay below max_connections of Postgres.',
    neededBy: 'a shop with several servers, or with a Postgres that has connections to spare',
    example: '20',
    unit: 'connections',
    needs: {
      setting: 'DATABASE_URL',
      isMet: (value: string) => value.startsWith('postgres'),
      words: 'Postgres in DATABASE_URL',
    },
  }),
  DATABASE_START_WAIT_SECONDS: setting(whole.max(3_600).optional(), {
    about:
      'How long a starting server or worker waits for a database that does not answer yet. Then it ends with exit code 1.',
    neededBy: 'a machine with a database that starts slowly',
    example: '300',
    unit: 'seconds',
    otherwise: '`0`; `60` in production',
  }),
  DATABASE_WAIT_MS: setting(positive.default(2_000), {
    about:
      'How long a request waits for a free connection to Postgres, or for the write lock of SQLite. Then the server answers 503.',
    neededBy: 'a shop that prefers longer waits to failed requests, or the reverse',
    example: '1000',
    unit: 'milliseconds',
  }),
};
