import type { demoLogins } from '@cartwright/demo';
import type { Settings } from '@cartwright/kernel/settings';

/** The text for a developer when the server is ready: addresses, logins and first commands. */
export function banner(
  settings: Settings,
  dialect: 'sqlite' | 'postgres',
  port: number,
  logins: typeof demoLogins | undefined,
): string {
  const url = settings.publicUrl.replace(/:0$/, `:${port}`);
  const rows = [
    ...(settings.storefront === 'on' ? [['Shop', url]] : []),
    ['API', `${url}/api/v1/products`],
    ...(settings.docs === 'on' ? [['Docs', `${url}/docs   ${url}/redoc`]] : []),
    ...(settings.email.backend === 'dev' ? [['Mailbox', `${url}/dev/mail`]] : []),
    ['Database', dialect === 'sqlite' ? settings.databaseUrl : 'Postgres'],
    ...(logins
      ? [
          ['Admin', `${logins.admin.email} / ${logins.admin.password}`],
          ['Customer', `${logins.customer.email} / ${logins.customer.password}`],
        ]
      : []),
  ];
  const prefix = port === 8000 ? '' : `CARTWRIGHT_URL=${url} `;
  const commands = [`curl '${url}/api/v1/products?limit=3'`, `${prefix}npm run demo`, 'npm run cartwright -- --help'];
  return [
    '',
    `  ${settings.storeName} is open`,
    '',
    ...rows.map(([name = '', value = '']) => `  ${name.padEnd(10)}${value}`),
    '',
    '  Try',
    ...commands.map((command) => `    ${command}`),
    '',
  ].join('\n');
}
