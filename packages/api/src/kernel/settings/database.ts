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
      'The one database: a SQLite file, or a Postgres that several servers and workers share. sqlite:x.db, sqlite:./x.db and ' +
      'sqlite:///x.db lie in the working folder, sqlite:/x.db and sqlite:////x.db at the root, as SQLAlchemy has it. ' +
      'sqlite::memory: is a temporary file of one server, which goes when it stops.',
    neededBy: 'every shop that sells',
    example: 'postgres://cartwright:password@db.internal/cartwright',
    form: '`sqlite:<path>`, `sqlite::memory:` or `postgres://user:password@host/database`',
  }),
  DATABASE_DIRECT_URL: setting(
    address.refine((url) => url.startsWith('postgres'), 'Begin with postgres://.').optional(),
    {
      about:
        'The same Postgres past a transaction pooler such as PgBouncer, for what needs a session: LISTEN, the worker and migrations.',
      neededBy: 'a shop whose DATABASE_URL leads to a pooler',
      example: 'postgres://cartwright:password@db.internal:5432/cartwright',
      form: '`postgres://user:password@host/database`',
      otherwise: 'DATABASE_URL',
    },
  ),
  DATABASE_POOL_SIZE: setting(positive.max(500).default(10), {
    about: 'Connections to Postgres of each process. All processes together must stay below its max_connections.',
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
      'How long a server or worker waits at its start for a database that does not answer yet, before it ends with exit code 1.',
    neededBy: 'a machine whose database takes longer to start than that',
    example: '300',
    unit: 'seconds',
    otherwise: '`0`; `60` in production',
  }),
  DATABASE_WAIT_MS: setting(positive.default(2_000), {
    about:
      'How long a request waits for a free connection to Postgres, or on SQLite for its turn to write, before it is answered 503.',
    neededBy: 'whoever wants clients to wait longer, or to hear sooner',
    example: '1000',
    unit: 'milliseconds',
  }),
};
