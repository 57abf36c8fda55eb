import { z } from 'zod';
import { positive, setting } from './setting.ts';

export const databaseSettings = {
  DATABASE_URL: setting(
    z
      .string()
      .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)/, 'must start with sqlite: or postgres://')
      .default('sqlite:./data/cartwright.db'),
    {
      about: 'The one database: a SQLite file, or a Postgres that several servers and workers share.',
      neededBy: 'every shop that sells',
      example: 'postgres://cartwright:password@db.internal/cartwright',
      form: '`sqlite:<path>` or `postgres://user:password@host/database`',
    },
  ),
  DATABASE_DIRECT_URL: setting(
    z
      .string()
      .regex(/^postgres(ql)?:\/\/.+/, 'must start with postgres://')
      .optional(),
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
  }),
  DATABASE_WAIT_MS: setting(positive.default(2_000), {
    about:
      'How long a request waits for a free connection to Postgres, or on SQLite for its turn to write, before it is answered 503.',
    neededBy: 'whoever wants clients to wait longer, or to hear sooner',
    example: '1000',
    unit: 'milliseconds',
  }),
};
