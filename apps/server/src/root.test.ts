import { expect, test } from 'vitest';
import { startTestServer } from './testing.ts';

test.each(['on', 'off'])('a fresh server with DOCS=%s has a first page, an icon and a robots.txt', async (DOCS) => {
  const server = await startTestServer({ DOCS }, { worker: false });
  try {
    const answers = [];
    for (const path of ['/', '/favicon.ico', '/robots.txt']) {
      const { status, headers } = await fetch(`${server.url}${path}`);
      answers.push([path, status, headers.get('content-type')?.split(';')[0]]);
    }
    expect(answers).toEqual([
      ['/', 200, DOCS === 'on' ? 'text/html' : 'text/plain'],
      ['/favicon.ico', 200, 'image/svg+xml'],
      ['/robots.txt', 200, 'text/plain'],
    ]);
  } finally {
    await server.close();
  }
});
