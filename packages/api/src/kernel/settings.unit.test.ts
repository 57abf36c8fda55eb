import { expect, test } from 'vitest';
import { readSettings, SettingsError } from './settings.ts';

const production = {
  NODE_ENV: 'production',
  EMAIL_BACKEND: 'smtp',
  EMAIL_HOST: 'mail.example.com',
  SECRET_KEY: 'thirty-two characters or more of it',
};

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    readSettings(env);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
}

test('production needs a secret key of its own', () => {
  expect(faultsOf(production)).toEqual([]);
  const { secretKey } = readSettings({});
  for (const SECRET_KEY of ['', secretKey, 'too short']) {
    expect(faultsOf({ ...production, SECRET_KEY }), SECRET_KEY).toEqual([expect.stringContaining('SECRET_KEY')]);
  }
});

test('an origin is taken as browsers write it, and an address with a path is none', () => {
  expect(readSettings({ ALLOWED_ORIGINS: 'https://Shop.example:443/, http://localhost:5173' }).allowedOrigins).toEqual([
    'https://shop.example',
    'http://localhost:5173',
  ]);
  for (const wrong of [
    'https://shop.example/checkout',
    '*',
    'https://shop.example?x',
    'https://me@shop.example',
    'null',
  ]) {
    expect(faultsOf({ ALLOWED_ORIGINS: wrong }), wrong).toEqual([expect.stringContaining('ALLOWED_ORIGINS')]);
  }
});

test('trusted proxies are addresses and ranges', () => {
  expect(readSettings({ TRUSTED_PROXIES: '10.0.0.0/8, ::1' }).trustedProxies).toEqual(['10.0.0.0/8', '::1']);
  expect(faultsOf({ TRUSTED_PROXIES: 'everybody' })).toEqual([expect.stringContaining('TRUSTED_PROXIES')]);
});
