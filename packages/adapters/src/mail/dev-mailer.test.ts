import { createTestDatabase, type TestDatabase } from '@cartwright/db/testing';
import { newId } from '@cartwright/kernel/ids';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDevMailer, devMailsKept, getDevMail, listDevMails } from './dev-mailer.ts';

describe('the development mailbox', () => {
  let world: TestDatabase;
  const now = new Date('2026-11-20T11:11:00.123Z');
  const mail = { to: 'ada@example.com', subject: 'Hello', text: 'Hello', html: '<p>Hello</p>', messageId: '<1@x>' };
  const mailer = () => createDevMailer(world.db, { now: () => now });

  beforeAll(async () => {
    world = await createTestDatabase();
  });
  afterAll(() => world.close());

  test('keeps what was sent, newest first', async () => {
    await mailer().send(mail);
    await mailer().send({ ...mail, subject: 'Order 1\r\nBcc: x@example.com' });

    const mails = await listDevMails(world.db);
    expect(mails.map(({ subject }) => subject)).toEqual(['Order 1 Bcc: x@example.com', 'Hello']);
    expect(mails[1]).toEqual({ ...mails[1], to: mail.to, text: mail.text, html: mail.html, at: now });
    expect(await listDevMails(world.db, 1)).toEqual(mails.slice(0, 1));
    expect(await getDevMail(world.db, mails[1]?.id ?? '')).toEqual(mails[1]);
  });

  test('knows no mail by a foreign name', async () => {
    expect(await getDevMail(world.db, newId())).toBeUndefined();
    expect(await getDevMail(world.db, 'favicon.ico')).toBeUndefined();
  });

  test(`keeps the newest ${devMailsKept}`, async () => {
    await world.db.transact(async (tx) => {
      const old = Array.from({ length: devMailsKept + 20 }, (_, index) => ({
        id: newId(),
        to: mail.to,
        subject: `Mail ${index}`,
        text: '',
        html: '',
        at: now,
      }));
      await tx.insert(tx.tables.devMails).values(old);
    });
    await mailer().send({ ...mail, subject: 'The last' });

    const mails = await listDevMails(world.db, 1_000);
    expect(mails).toHaveLength(devMailsKept);
    expect(mails[0]?.subject).toBe('The last');
    expect(mails.at(-1)?.subject).toBe('Mail 21');
  });

  test('takes mails from several senders at once, and the next one tidies up behind them', async () => {
    await Promise.all(Array.from({ length: 8 }, () => mailer().send({ ...mail, subject: 'At once' })));
    expect((await listDevMails(world.db, 8)).map(({ subject }) => subject)).toEqual(Array(8).fill('At once'));

    await mailer().send(mail);
    expect(await world.db.read.$count(world.db.tables.devMails)).toBe(devMailsKept);
  });
});
