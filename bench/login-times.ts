/**
 * How long a login takes for a known and for an unknown address, in turns, against a server of its own. The two
 * distributions must overlap, or the time would tell who has an account.
 */
import { startTestServer } from '@cartwright/server/testing';

const rounds = 100;
const server = await startTestServer({ LOG_LEVEL: 'silent' }, { worker: false });
const { user } = await server.signUp();

async function login(email: string): Promise<number> {
  const started = performance.now();
  const answer = await fetch(`${server.url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: 'wrong password' }),
  });
  await answer.text();
  return performance.now() - started;
}

const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
for (let round = -10; round < rounds; round += 1) {
  const known = await login(user.email);
  const unknown = await login(`nobody-${round}@example.com`);
  // The first rounds warm up.
  if (round < 0) continue;
  times.known.push(known);
  times.unknown.push(unknown);
}
await server.close();

const quantile = (sorted: readonly number[], share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
console.log(`A login that fails, ${rounds} times each, in milliseconds\n`);
console.log('           p5      p25      p50      p75      p95');
for (const [name, measured] of Object.entries(times)) {
  const sorted = measured.toSorted((a, b) => a - b);
  const cells = [0.05, 0.25, 0.5, 0.75, 0.95].map((share) => quantile(sorted, share).toFixed(1).padStart(9));
  console.log(name.padEnd(8) + cells.join(''));
}
const wins = times.unknown.filter((time, index) => time > (times.known[index] ?? 0)).length;
console.log(
  `\nThe unknown address took longer in ${wins} of ${rounds} rounds; half of them would be no difference at all.`,
);
