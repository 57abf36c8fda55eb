import fc from 'fast-check';
import superjson from 'superjson';
import { describe, expect, test } from 'vitest';
import { encodeOutput } from './transformer.ts';

/** An answer as a tRPC client receives it. */
const received = (value: unknown) => superjson.deserialize(JSON.parse(JSON.stringify(encodeOutput(value))));

describe('an answer', () => {
  test('comes to the client as it left, with its dates, whatever its fields are called', () => {
    // No field is called `__proto__`, which superjson drops.
    const text = fc.string().filter((one) => one !== '__proto__');
    const name = fc.oneof(fc.constantFrom('createdAt', 'a.b', '\\', '.', '\\.', '0', ''), text);
    const answer = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.string(),
        fc.boolean(),
        fc.constant(null),
        fc.integer(),
        fc.double({ noNaN: true }).filter((number) => !Object.is(number, -0)),
        fc.date({ noInvalidDate: true }),
        fc.array(tie('any')),
        fc.dictionary(name, tie('any')),
      ),
    })).any;
    fc.assert(
      fc.property(answer, (value) => {
        expect(received(value)).toEqual(value);
      }),
    );
  });

  test('comes with what JSON has no words for, too', () => {
    const rare = {
      big: 10n,
      nothing: [undefined],
      set: new Set([1]),
      no: Number.NaN,
      endless: Number.POSITIVE_INFINITY,
    };
    expect(received({ at: new Date(0), rare })).toEqual({ at: new Date(0), rare });
    expect(received(undefined)).toBe(undefined);
    expect(received(new Date(5))).toEqual(new Date(5));
  });

  test('is not copied on its way to JSON', () => {
    const value = { items: [{ at: new Date(0) }] };
    expect(encodeOutput(value)).toEqual({ json: value, meta: { values: { 'items.0.at': ['Date'] }, v: 1 } });
    expect(encodeOutput(value).json).toBe(value);
  });
});
