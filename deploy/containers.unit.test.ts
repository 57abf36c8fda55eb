import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readSettings } from '@cartwright/kernel/settings';
import { describeSettings } from '@cartwright/kernel/settings/describe';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { last, pairs, stagesOf } from './testing/dockerfile.ts';

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly command?: string[];
  readonly environment?: Record<string, string>;
  readonly read_only?: boolean;
  readonly cap_drop?: string[];
  readonly stop_grace_period?: string;
  readonly profiles?: string[];
  readonly ports?: string[];
  readonly volumes?: string[];
  readonly healthcheck?: { test?: string[]; disable?: boolean };
  readonly depends_on?: Record<string, { condition: string }>;
}

const file = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const read = (name: string) => readFileSync(file(name), 'utf8');
const stages = stagesOf(file('Dockerfile'));
const final = stages.at(-1) ?? expect.unreachable('The Dockerfile has no stage.');
const imageEnv = pairs(last(final, 'ENV')?.rest ?? '');
const { services, volumes } = parse(read('docker-compose.yml'), { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const { api, worker, nginx } = services as Record<'api' | 'worker' | 'nginx', Service>;
const ours = Object.entries(services).filter(([, { image }]) => image === 'cartwright');
const known = describeSettings().flatMap(({ settings }) => settings.map(({ name }) => name));
const settings = new Set(known);

/** The environment that compose gives a container, with a minimal .env. */
function environmentOf({ environment = {} }: Service): Record<string, string> {
  const env: Record<string, string> = { SECRET_KEY: 'x'.repeat(44), POSTGRES_PASSWORD: 'secret' };
  const filled = Object.entries(environment).map(([name, value]) => {
    const text = value.replaceAll(/\$\{(\w+)(?::[-?]([^}]*))?\}/g, (whole, variable: string, otherwise = '') =>
      whole.includes(':?') ? (env[variable] ?? expect.unreachable(variable)) : otherwise,
    );
    return [name, text];
  });
  return { ...imageEnv, ...Object.fromEntries(filled) };
}

describe('the Dockerfile', () => {
  test('sets settings that exist, and what production refuses is not among them', () => {
    expect(Object.keys(imageEnv).filter((name) => !settings.has(name))).toEqual([]);
    expect(imageEnv).toMatchObject({ NODE_ENV: 'production', HOST: '0.0.0.0' });
  });

  test('runs scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const used = stages.flatMap(({ instructions }) =>
      instructions.flatMap(({ rest }) => [...rest.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name)),
    );
    expect(used).toEqual(['build']);
    expect(used.filter((name) => !(name in scripts))).toEqual([]);
  });

  test('ends with a user that is not root, one port, one folder to write and a check of health', () => {
    expect(last(final, 'USER')?.rest).toBe('node');
    expect(last(final, 'EXPOSE')?.rest).toBe(imageEnv['PORT']);
    expect(last(final, 'HEALTHCHECK')?.rest).toContain('/healthz');
    const folder = last(final, 'VOLUME')?.rest ?? '';
    // The default paths of the settings, relative to the process's working folder.
    expect(folder).toBe(`${last(final, 'WORKDIR')?.rest}/data`);
    const { databaseUrl, imageDir } = readSettings({});
    expect([databaseUrl, imageDir]).toEqual(['sqlite:./data/cartwright.db', './data/images']);
  });

  test('starts node itself, so that signals reach it', () => {
    expect(JSON.parse(last(final, 'CMD')?.rest ?? '')).toEqual(['node', '/app/server.js']);
    expect(last(final, 'ENTRYPOINT')).toBeUndefined();
  });

  test('takes a Node that is tested', () => {
    const version = /NODE_VERSION=(\d+)/.exec(read('Dockerfile'))?.[1];
    const workflow = parse(read('.github/workflows/ci.yml')) as {
      jobs: { ci: { strategy: { matrix: { node: string[] } } } };
    };
    expect(workflow.jobs.ci.strategy.matrix.node).toContain(version);
    for (const { instructions } of stages) expect(instructions[0]?.rest).toContain('node:${NODE_VERSION}-');
  });

  test('leaves out of its context what git leaves out', () => {
    const lines = (name: string) =>
      read(name)
        .split('\n')
        .map((line) => line.replaceAll(/^\/|\/$|^\*\*\//g, ''))
        .filter((line) => line !== '' && !/^[#!]/.test(line));
    expect(lines('.dockerignore')).toEqual(expect.arrayContaining([...lines('.gitignore'), '.git']));
  });
});

describe('docker-compose.yml', () => {
  test('gives server and worker settings that exist and that production takes', () => {
    for (const [name, service] of ours) {
      const env = environmentOf(service);
      expect(`${name}: ${Object.keys(env).filter((variable) => !settings.has(variable))}`).toBe(`${name}: `);
      expect(readSettings(env)).toMatchObject({
        isProduction: true,
        worker: 'separate',
        email: { backend: 'mailpit' },
      });
    }
    expect(environmentOf(worker)).toEqual(environmentOf(api));
  });

  test('runs server and worker from the one image, read-only, without rights, with time to stop', () => {
    expect(ours.map(([name]) => name)).toEqual(['api', 'worker']);
    for (const [, service] of ours) {
      expect(service).toMatchObject({ build: '.', read_only: true, cap_drop: ['ALL'] });
      expect(Number.parseInt(service.stop_grace_period ?? '', 10)).toBeGreaterThan(10);
      expect(service.volumes).toEqual([`images:${last(final, 'VOLUME')?.rest}`]);
    }
    expect(api.command).toBeUndefined();
    expect(worker.command).toEqual(['node', '/app/cartwright.js', 'worker']);
  });

  test('waits: the server for the database, the worker for the server that migrates', () => {
    expect(api.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
    expect(worker.depends_on).toEqual({ api: { condition: 'service_healthy' } });
    expect(services['postgres']?.healthcheck?.test).toContain('pg_isready');
    for (const { depends_on = {}, volumes: mounts = [] } of Object.values(services)) {
      expect(Object.keys(depends_on).filter((name) => !(name in services))).toEqual([]);
      const named = mounts.map((mount) => mount.split(':')[0] ?? '').filter((name) => !name.startsWith('.'));
      expect(named.filter((name) => !(name in volumes))).toEqual([]);
    }
  });

  test('opens ports to this machine only', () => {
    const ports = Object.values(services).flatMap((service) => service.ports ?? []);
    expect(ports.length).toBeGreaterThan(2);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });
});

describe('nginx', () => {
  const config = read('deploy/nginx.conf');

  test('is there on request, with the file that is in this repository', () => {
    expect(nginx.profiles).toEqual(['proxy']);
    const [given = ''] = nginx.volumes ?? [];
    expect(existsSync(file(given.split(':')[0] ?? ''))).toBe(true);
  });

  test('passes on to the server, lets events out, and names no version', () => {
    expect(config).toContain(`server api:${imageEnv['PORT']};`);
    expect(config).toContain('proxy_buffering off;');
    expect(config).toContain('server_tokens off;');
    expect(readSettings({ TRUSTED_PROXIES: environmentOf(api)['TRUSTED_PROXIES'] }).trustedProxies).not.toEqual([]);
  });
});

describe("the README's production", () => {
  const [build = '', compose = ''] = [
    ...(read('README.md').split('## In production')[1] ?? '').matchAll(/```sh\n(.*?)```/gs),
  ].map(([, commands = '']) => commands);

  test('is what a build has', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    expect(build).toContain('npm run build');
    expect(scripts['build']).toBe('node scripts/build.mjs');
    expect([...build.matchAll(/^node dist\/([\w. ]+?) +#/gm)].map(([, command]) => command)).toEqual([
      'server.js',
      'cartwright.js worker',
    ]);
  });

  test('demands what production demands', () => {
    const refused = () => readSettings(imageEnv);
    expect(refused).toThrow(
      expect.objectContaining({
        problems: ['SECRET_KEY', 'EMAIL_BACKEND', 'PUBLIC_URL'].map((name) => expect.stringMatching(`^${name}:`)),
      }),
    );
  });

  test('gives compose the variables that it cannot be without', () => {
    const needed = [...read('docker-compose.yml').matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
    const given = [...compose.matchAll(/([A-Z_]+)=%s/g)].map(([, name]) => name);
    expect(new Set(needed)).toEqual(new Set(given));
    expect(compose).toContain(`exec api ${worker.command?.slice(0, 2).join(' ')} admin create`);
  });
});
