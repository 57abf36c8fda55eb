import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { transitions } from '../lifecycle/transitions.ts';
import { type EventFacts, eventTypeNames, eventTypes } from './event-types.ts';

test('the documentation has every type of event with its meaning and its data', () => {
  const docs = readFileSync(new URL('../../../../../docs/realtime.md', import.meta.url), 'utf8');
  const rows = [...docs.matchAll(/^\| `([a-z_]+)` +\| (.+?) +\| (.*?) *\|$/gm)];
  const documented = rows.map(([, type, when, data]) => [type, when, data]);
  const expected = eventTypeNames.map((type) => {
    const { when, shown } = eventTypes[type];
    const fields = Object.entries(shown.shape).map(([name, { _zod }]) => `\`${name}\`${_zod.optout ? '?' : ''}`);
    return [type, when, fields.join(', ')];
  });
  expect(documented).toEqual(expected);
});

test('data that does not belong to the type of an event does not compile', () => {
  const facts: EventFacts[] = [
    { type: 'cancelled', data: { by: 'expiry' } },
    // @ts-expect-error money has an amount
    { type: 'paid', data: { by: 'expiry' } },
    // @ts-expect-error a failure has a reason
    { type: 'refund_failed', data: { amount: 5 } },
    // @ts-expect-error a shipment has no amount
    { type: 'shipped', data: { shipmentId: '', amount: 5 } },
    // @ts-expect-error no event has this type
    { type: 'lost', data: {} },
  ];
  expect(facts).toHaveLength(5);
});

test('an order that moves has the event that is called like its new status', () => {
  for (const { to, event } of transitions) expect(event).toBe(to);
});
