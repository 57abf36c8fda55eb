import { z } from 'zod';
import { isAddressRange } from '../networks.ts';
import { flag, isOrigin, list, port, positive, setting, url, whole } from './setting.ts';

const developmentSecret = 'for development only: everybody knows this key';
const exampleSecret = 'make-one-with-openssl-rand-base64-32';

/** Known to everybody who reads this file. */
export const knownSecrets: readonly string[] = [developmentSecret, exampleSecret];

/** How a process is started and reached. */
export const processSettings = {
  NODE_ENV: setting(z.enum(['development', 'test', 'production']).default('development'), {
    about:
      'In production what is only good for development is refused: the known SECRET_KEY, RATE_LIMITS=off, the demo shop, the ' +
      'mailbox, the dummy payment and addresses without https. Docs are served on request, logs are JSON, cookies Secure.',
    neededBy: 'every shop that sells',
    example: 'production',
  }),
  SECRET_KEY: setting(z.string().min(32).default(developmentSecret), {
    about:
      'Codes and links in mails are made with it. It must be the same for all processes, and known to nobody else.',
    neededBy: 'every shop that sells; a new one makes codes and links void that are under way',
    example: exampleSecret,
    form: '32 characters or more',
    otherwise: 'one that everybody knows, refused in production',
  }),
  HOST: setting(z.string().default('localhost'), {
    about: 'Address to listen on.',
    neededBy: 'a server that other machines reach, as in a container',
    example: '0.0.0.0',
  }),
  PORT: setting(port.default(8000), {
    about: 'Port to listen on. 0 takes a free one.',
    neededBy: 'a machine on which 8000 is taken',
    example: '8080',
  }),
  PUBLIC_URL: setting(url.optional(), {
    about: 'Where this server is reached from outside. In production it begins with https.',
    neededBy: 'every server that is not reached at http://HOST:PORT, and its workers',
    example: 'https://api.shop.example',
    otherwise: '`http://HOST:PORT`',
  }),
  TRUSTED_PROXIES: setting(
    list.default([]).pipe(z.array(z.string().refine(isAddressRange, 'Enter addresses or ranges, such as 10.0.0.0/8.'))),
    {
      about: 'Proxies whose X-Forwarded-For is believed.',
      neededBy: 'a server behind a reverse proxy or a load balancer, or all clients share one limit',
      example: '10.0.0.0/8,192.168.1.4',
      form: 'addresses and ranges, separated by commas',
    },
  ),
  ALLOWED_ORIGINS: setting(
    list.default([]).pipe(z.array(url.refine(isOrigin, 'Enter origins, such as https://shop.example.'))),
    {
      about:
        'Origins of browser frontends: they may read answers and use cookies. In production they begin with https.',
      neededBy: 'a frontend that runs in browsers on another origin than the API',
      example: 'https://shop.example,https://admin.shop.example',
      form: 'origins, separated by commas',
    },
  ),
  STREAMS_MAX: setting(positive.default(2_000), {
    about: 'Event streams that one process keeps open. More are answered 503.',
    neededBy: 'a shop whose customers follow more orders at the same time than its servers take together',
    example: '5000',
    unit: 'streams',
  }),
  STREAMS_MAX_PER_CALLER: setting(positive.default(20), {
    about: 'Event streams that one account, or one API key, keeps open at one process. More are answered 429.',
    neededBy: 'an account or a key that many people or machines share',
    example: '100',
    unit: 'streams',
  }),
  STREAMS_MAX_PER_NETWORK: setting(positive.default(200), {
    about:
      'Event streams that the customers of one network keep open at one process, and never more than half of the ' +
      "customers' places. More are answered 429. A network is an IPv4 address or an IPv6 /64.",
    neededBy: 'a shop many of whose customers share an address, such as a school or a mobile carrier',
    example: '1000',
    unit: 'streams',
  }),
  STREAMS_KEPT_FOR_ADMINS: setting(positive.default(50), {
    about: 'Places of STREAMS_MAX, up to half of them, that only admins and API keys may take.',
    neededBy: 'a shop with many admins or programs that follow its orders',
    example: '200',
    unit: 'streams',
  }),
  RATE_LIMITS: setting(flag.default('on'), {
    about: 'Limits on calls per client, account and address. off is refused in production.',
    neededBy: 'load tests',
    example: 'off',
  }),
  CLIENT_CALLS_PER_MINUTE: setting(positive.default(3_000), {
    about:
      'Calls that one client may make to each server in a minute, and each API key from wherever, beside the limits of single procedures.',
    neededBy: 'frontends that call from one address for many visitors, and APIs that nobody may take much of',
    example: '600',
    unit: 'calls',
    needs: { setting: 'RATE_LIMITS', isMet: (value: string) => /^on$/.test(value), words: 'RATE_LIMITS=on' },
  }),
  CACHE: setting(flag.default('on'), {
    about: 'Whether each server keeps public reads of the catalogue in memory for a minute or two.',
    neededBy: 'whoever looks for a fault and wants the cache out of the way',
    example: 'off',
  }),
  DOCS: setting(flag.optional(), {
    about: '/docs, /redoc and /openapi.json.',
    neededBy: 'a production server whose API is for others to read',
    example: 'on',
    otherwise: '`on`; `off` in production',
  }),
  DEMO: setting(flag.optional(), {
    about: 'Fills an empty shop with a demo catalogue and logins that everybody knows. on is refused in production.',
    neededBy: 'whoever develops against an empty shop',
    example: 'off',
    otherwise: '`on`; `off` in production',
  }),
  DRAIN_MS: setting(whole.max(3_000).optional(), {
    about: 'How long a server that was told to stop still answers, with /readyz at 503, so that load balancers notice.',
    neededBy: 'a load balancer that asks less often than every two seconds',
    example: '3000',
    unit: 'milliseconds',
    otherwise: '`0`; `2000` in production',
  }),
  WORKER: setting(z.enum(['inline', 'separate']).optional(), {
    about: 'Whether the server process runs jobs too, or only `cartwright worker` does.',
    neededBy: 'a small shop in production that runs one process (inline)',
    example: 'inline',
    otherwise: '`inline`; `separate` in production',
  }),
  WORKER_CONCURRENCY: setting(positive.max(100).default(4), {
    about: 'Jobs that run at the same time in one process.',
    neededBy: 'a shop whose queue grows at peak times',
    example: '8',
    unit: 'jobs',
  }),
  WORKER_LEASE_SECONDS: setting(positive.max(600).default(30), {
    about:
      'How long a worker that shows no sign of life keeps its jobs. Then they run again elsewhere, within a third of it more.',
    neededBy: 'whoever wants the jobs of a killed worker sooner, or has workers that stand still for long',
    example: '60',
    unit: 'seconds',
  }),
};
