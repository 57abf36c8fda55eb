import { z } from 'zod';
import { isAddressRange } from '../networks.ts';
import { flag, isOrigin, list, port, positive, setting, url, whole } from './setting.ts';

const developmentSecret = 'for development only: this key is public';
const exampleSecret = 'make-one-with-openssl-rand-base64-32';

/** Public, because this file contains them. */
export const knownSecrets: readonly string[] = [developmentSecret, exampleSecret];

/** How a process starts and is reached. */
export const processSettings = {
  NODE_ENV: setting(z.enum(['development', 'test', 'production']).default('development'), {
    about:
      'Mode of the process. production refuses settings that are only for development: the public SECRET_KEY, ' +
      'RATE_LIMITS=off, the demo shop, EMAIL_BACKEND=dev, dummy payments and addresses without https. In production the ' +
      'documentation is off by default, logs are JSON and cookies are Secure.',
    neededBy: 'every shop that sells',
    example: 'production',
  }),
  SECRET_KEY: setting(z.string().min(32).default(developmentSecret), {
    about:
      'Secret for the codes and links in e-mails. All processes need the same one. Changing it invalidates codes and links ' +
      'that were already sent.',
    neededBy: 'every shop that sells',
    example: exampleSecret,
    form: '32 characters or more',
    otherwise: 'a public secret, which production refuses',
  }),
  HOST: setting(z.string().default('localhost'), {
    about: 'Address on which the server listens.',
    neededBy: 'a server that other machines must reach, such as one in a container',
    example: '0.0.0.0',
  }),
  PORT: setting(port.default(8000), {
    about: 'Port on which the server listens. 0 means any free port.',
    neededBy: 'a machine on which port 8000 is in use',
    example: '8080',
  }),
  PUBLIC_URL: setting(url.optional(), {
    about: 'Public address of this server. In production it begins with https.',
    neededBy: 'every server with another public address than http://HOST:PORT, and its workers',
    example: 'https://api.shop.example',
    otherwise: '`http://HOST:PORT`',
  }),
  TRUSTED_PROXIES: setting(
    list.default([]).pipe(z.array(z.string().refine(isAddressRange, 'Enter addresses or ranges, such as 10.0.0.0/8.'))),
    {
      about: 'Proxies that are trusted to set X-Forwarded-For.',
      neededBy: 'a server behind a reverse proxy or a load balancer; without it all clients share one limit',
      example: '10.0.0.0/8,192.168.1.4',
      form: 'addresses and ranges, separated by commas',
    },
  ),
  ALLOWED_ORIGINS: setting(
    list.default([]).pipe(z.array(url.refine(isOrigin, 'Enter origins, such as https://shop.example.'))),
    {
      about:
        'Origins of browser frontends that can read responses and use cookies. In production they begin with https.',
      neededBy: 'a browser frontend on another origin than the API',
      example: 'https://shop.example,https://admin.shop.example',
      form: 'origins, separated by commas',
    },
  ),
  STREAMS_MAX: setting(positive.default(2_000), {
    about: 'Most event streams that one process keeps open. The server answers 503 to more.',
    neededBy: 'a shop with more customers following their orders at the same time',
    example: '5000',
    unit: 'streams',
  }),
  STREAMS_MAX_PER_CALLER: setting(positive.default(20), {
    about: 'Most event streams that one account or API key can open at one process. The server answers 429 to more.',
    neededBy: 'a shop with an account or a key that many people or machines share',
    example: '100',
    unit: 'streams',
  }),
  STREAMS_MAX_PER_NETWORK: setting(positive.default(200), {
    about:
      'Most event streams that the customers of one network can open at one process. It is never more than half of the ' +
      'streams for customers. The server answers 429 to more. A network is an IPv4 address or an IPv6 /64.',
    neededBy: 'a shop with many customers behind one address, such as a school or a mobile carrier',
    example: '1000',
    unit: 'streams',
  }),
  STREAMS_KEPT_FOR_ADMINS: setting(positive.default(50), {
    about: 'Event streams of STREAMS_MAX that are reserved for admins and API keys, at most half of them.',
    neededBy: 'a shop with many admins or programs that follow orders',
    example: '200',
    unit: 'streams',
  }),
  RATE_LIMITS: setting(flag.default('on'), {
    about: 'Limits calls by client, account and address. Production refuses off.',
    neededBy: 'load tests',
    example: 'off',
  }),
  CLIENT_CALLS_PER_MINUTE: setting(positive.default(3_000), {
    about:
      'Most calls in a minute that each server accepts from one client, or from one API key at any address. Single ' +
      'procedures have limits of their own.',
    neededBy: 'a frontend that calls from one address for many visitors, and a shop that wants stricter limits',
    example: '600',
    unit: 'calls',
    needs: { setting: 'RATE_LIMITS', isMet: (value: string) => /^on$/.test(value), words: 'RATE_LIMITS=on' },
  }),
  CACHE: setting(flag.default('on'), {
    about: 'Keeps responses of public catalogue reads in the memory of each server for up to two minutes.',
    neededBy: 'operators ruling out the cache while investigating a problem',
    example: 'off',
  }),
  DOCS: setting(flag.optional(), {
    about: 'Serves the documentation of the API at /docs, /redoc and /openapi.json.',
    neededBy: 'a production server with a public API',
    example: 'on',
    otherwise: '`on`; `off` in production',
  }),
  DEMO: setting(flag.optional(), {
    about: 'Fills an empty shop with a demo catalogue and public logins. Production refuses on.',
    neededBy: 'developers starting with an empty shop (off)',
    example: 'off',
    otherwise: '`on`; `off` in production',
  }),
  DRAIN_MS: setting(whole.max(3_000).optional(), {
    about:
      'How long a stopping server still answers requests. Meanwhile /readyz answers 503, so that load balancers stop sending requests.',
    neededBy: 'a load balancer that probes less often than every two seconds',
    example: '3000',
    unit: 'milliseconds',
    otherwise: '`0`; `2000` in production',
  }),
  WORKER: setting(z.enum(['inline', 'separate']).optional(), {
    about: 'Where jobs run: also in the server process (inline), or only in `cartwright worker` (separate).',
    neededBy: 'a small production shop with only one process (inline)',
    example: 'inline',
    otherwise: '`inline`; `separate` in production',
  }),
  WORKER_CONCURRENCY: setting(positive.max(100).default(4), {
    about: 'Most jobs that one process runs at the same time.',
    neededBy: 'a shop with a queue that grows at peak times',
    example: '8',
    unit: 'jobs',
  }),
  WORKER_LEASE_SECONDS: setting(positive.max(600).default(30), {
    about:
      'How long a worker keeps its jobs after its last heartbeat. Within another third of this time, other workers run the ' +
      'jobs again.',
    neededBy:
      'a shop that wants the jobs of a killed worker to run sooner, or with workers that are suspended for longer',
    example: '60',
    unit: 'seconds',
  }),
};
