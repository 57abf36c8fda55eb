import { hash, verify } from '@node-rs/argon2';
import { answerRounds } from '../setting/beside.ts';

/** Compares a password with its hash, with the shop's parameters, two at a time as in the shop. */
await answerRounds<object, { seconds: number }>(async () => {
  const password = 'correct horse battery';
  const stored = await hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  return async ({ seconds }) => {
    let done = 0;
    const started = performance.now();
    const one = async () => {
      while (performance.now() - started < seconds * 1_000) {
        await verify(stored, password);
        done += 1;
      }
    };
    await Promise.all([one(), one()]);
    return (done / (performance.now() - started)) * 1_000;
  };
});
