import { hash } from '@node-rs/argon2';
import type { Case, Rounds } from '../measurement.ts';
import { addPeople, inTurns } from '../setting/people.ts';
import { median } from '../statistics.ts';

const tries = 20;

/**
 * The time of a failed login, for an address with an account and for one without. They must not differ, because the
 * time would otherwise reveal which addresses have accounts.
 */
export const loginTimes: Case = {
  name: 'login-times',
  async measurements(world) {
    const shop = await world.shop('sqlite');
    const { url } = await world.server(shop);
    const passwordHash = await hash('correct horse', { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
    const nextPerson = inTurns(await addPeople(shop.shop, tries * 10, { passwordHash }));
    let address = 0;
    const failing = (title: string, nextEmail: () => string): Rounds => ({
      title,
      async round() {
        const times: number[] = [];
        for (let index = 0; index < tries; index += 1) {
          address += 1;
          times.push(await timeOfLogin(url, nextEmail(), `10.200.${address >> 8}.${address & 255}`));
        }
        return median(times);
      },
    });
    return [
      {
        ...failing('known address', () => nextPerson().email),
        database: 'sqlite',
        unit: 'ms',
        limit: failing('unknown address', () => `nobody-${address}@example.com`),
      },
    ];
  },
};

async function timeOfLogin(url: string, email: string, from: string): Promise<number> {
  const started = performance.now();
  const answer = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
    body: JSON.stringify({ email, password: 'wrong password' }),
  });
  await answer.text();
  if (answer.status !== 401) throw new Error(`A login that should fail answers ${answer.status}.`);
  return performance.now() - started;
}
