import { hash } from '@node-rs/argon2';
import { type Case, roundSeconds } from '../measurement.ts';
import { steady } from '../setting/load.ts';
import { addPeople, inTurns } from '../setting/people.ts';

const password = 'correct horse battery';

/** A login with address and password, beside the comparison with the hash alone. */
export const login: Case = {
  name: 'login',
  async measurements(world) {
    const shop = await world.shop('postgres');
    const { url } = await world.server(shop);
    const passwordHash = await hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
    const next = inTurns(await addPeople(shop.shop, 1_000, { passwordHash }));
    let address = 0;
    const calls = () => {
      address += 1;
      const headers = { 'x-forwarded-for': `10.${address >> 16}.${(address >> 8) & 255}.${address & 255}` };
      return [
        { method: 'POST' as const, path: '/api/v1/auth/login', headers, body: { email: next().email, password } },
      ];
    };
    const alone = await world.beside('argon2', {});
    return [
      {
        title: 'with a password',
        database: 'postgres',
        unit: 'req/s',
        round: steady({ url, connections: 8, calls }),
        limit: { title: 'argon2 alone', round: () => alone.ask({ seconds: roundSeconds }) },
      },
    ];
  },
};
