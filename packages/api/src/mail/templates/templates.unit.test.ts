import { describe, expect, test } from 'vitest';
import { compose } from './layout.ts';
import { columns } from './plain-text.ts';
import { accountSamples, officeSamples, orderSamples, sampleOrder } from './samples.ts';
import { addressWords } from './words.ts';

const attack = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>`;
const forged = 'Ada\r\nBcc: everyone@example.com\r\n\r\n      Total  $0.00';

const hostile = orderSamples({
  ...sampleOrder,
  storeName: `Shop ${attack}`,
  number: 'CW-1"><script>',
  customerName: `${forged}${attack}`,
  lines: sampleOrder.lines.map((line) => ({ ...line, name: attack, sku: attack, options: { [attack]: attack } })),
  shippingAddress: { fullName: attack, line1: forged, city: attack, postalCode: attack, country: attack },
});

describe.each(Object.entries(orderSamples()))('%s', (_name, mail) => {
  test('names the order in the subject', () => {
    expect(mail.subject).toContain('CW-7K3M-92QF');
  });

  test.each(['text', 'html'] as const)('its %s holds number, lines, amounts and address', (part) => {
    const facts = ['CW-7K3M-92QF', '$152.90', '$151.50', '-$15.15', '$4.90', '$11.65', '$36.00', 'Ada Lovelace'];
    const lines = [
      '2',
      '×',
      'Speckled Stoneware Mug',
      'COF-MUG-350-MOS',
      'Moss',
      'London',
      'SW1Y 4JH',
      'United Kingdom',
    ];
    for (const fact of [...facts, ...lines]) expect(mail[part]).toContain(fact);
  });

  test('the text has its amounts under one another, in 64 columns', () => {
    const lines = mail.text.split('\n').filter((line) => !line.startsWith('http'));
    expect(Math.max(...lines.map(columns))).toBe(64);
    const amounts = lines.filter((line) => /^ .*\.\d\d$/.test(line));
    expect(amounts).toHaveLength(8);
    expect(new Set(amounts.map(columns))).toEqual(new Set([64]));
  });

  test('asks nobody for anything: no image, script, style sheet or font from elsewhere', () => {
    expect(mail.html).not.toMatch(/<(img|script|link|iframe|object|form|video)\b|url\(|@import/i);
  });

  test('can be read by day and by night', () => {
    expect(mail.html).toContain('<meta name="color-scheme" content="light dark">');
    expect(mail.html).toContain('@media (prefers-color-scheme:dark)');
  });
});

test.each([
  ['US', ['Springfield, IL 62701']],
  ['CA', ['Springfield IL 62701']],
  ['AU', ['Springfield IL 62701']],
  ['GB', ['Springfield', 'IL', '62701']],
  ['DE', ['62701 Springfield IL']],
  ['FR', ['62701 Springfield IL']],
])('an address in %s has city, state and postcode as its post wants them', (country, place) => {
  const address = {
    fullName: 'Ada',
    line1: '1 Elm St',
    city: 'Springfield',
    state: 'IL',
    postalCode: '62701',
    country,
  };
  expect(addressWords(address).slice(2, -1)).toEqual(place);
  const withoutState = addressWords({ ...address, state: undefined }).slice(2, -1);
  expect(withoutState).toEqual(place.map((line) => line.replace(/,? IL\b/, '')).filter((line) => line !== 'IL'));
});

describe('what customers and staff typed', () => {
  test.each(Object.entries(hostile))('stays text in the markup of %s', (_name, mail) => {
    expect(mail.html).not.toMatch(/<script|<img/i);
    expect(mail.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  test.each(Object.entries(hostile))('adds no header and no line of its own to %s', (_name, mail) => {
    expect(mail.subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    expect(mail.text).not.toMatch(/^Bcc:/m);
    expect(mail.text).not.toMatch(/^ *Total {2}\$0\.00$/m);
  });

  test('a subject is one line, whatever is put into it', () => {
    const store = { storeName: 'Shop', storeUrl: 'https://shop.example' };
    const words = { preheader: '', state: '', title: '', html: '', text: [], reason: '', tone: 'quiet' } as const;
    const mail = compose({ ...words, store, subject: 'One\r\nX-Evil: yes\u2028\u0000two' });
    expect(mail.subject).toBe('One X-Evil: yes two');
  });
});

describe('an order', () => {
  test.each([
    ['JPY', '¥15,290'],
    ['KWD', 'KWD\u00A015.290'],
    ['EUR', '€152.90'],
  ])('in %s reads %s', (currency, total) => {
    const mail = orderSamples({ ...sampleOrder, currency })['order-paid'];
    expect(mail.text).toContain(total);
    expect(mail.html).toContain(total);
  });

  test('names the reason of each amount beside its lines', () => {
    const order = { ...sampleOrder, fees: [{ label: 'Cash on delivery', amount: 200 }], total: 15_490 };
    const { text, html } = orderSamples(order)['order-paid'];
    expect(text).toMatch(
      /^ +Discount \(WELCOME10\) +-\$15\.15\n +Shipping \(Standard\) +\$4\.90\n +Cash on delivery +\$2\.00$/m,
    );
    for (const label of ['Discount (WELCOME10)', 'Shipping (Standard)', 'Cash on delivery'])
      expect(html).toContain(`>${label}</td>`);
  });

  test('without discount and tax does not mention them, and free shipping is called free', () => {
    const free = { discounts: [], taxes: [], shipping: 0, shippingMethod: null, total: 15_150 };
    const mail = orderSamples({ ...sampleOrder, ...free })['order-paid'];
    expect(mail.text).not.toMatch(/Discount|Tax/);
    expect(mail.text).toMatch(/Shipping {5}Free$/m);
    expect(mail.html).toContain('>Free</td>');
  });

  test('with long names in any script keeps its columns', () => {
    const names = [
      '手作りの急須と湯のみ五点セット、木箱入り、贈り物に最適な逸品です',
      'x'.repeat(200),
      '👩‍🌾 '.repeat(40),
    ];
    const lines = names.map((name) => ({
      name,
      sku: 'A'.repeat(80),
      options: {},
      quantity: 99,
      lineTotal: 99_999_999_999,
    }));
    const discounts = names.map((label) => ({ label, amount: 99_999_999_999 }));
    const { text } = orderSamples({ ...sampleOrder, lines, discounts })['order-paid'];
    expect(Math.max(...text.split('\n').map(columns))).toBe(64);
  });

  test('of a hundred lines stays below the 102 KB at which Gmail cuts a mail', () => {
    const lines = Array.from({ length: 100 }, () => sampleOrder.lines)
      .flat()
      .slice(0, 100);
    const { html } = orderSamples({ ...sampleOrder, lines })['order-received'];
    expect(Buffer.byteLength(html)).toBeLessThan(102_000);
  });

  test('says until when it can be paid, and who cancelled it', () => {
    const mails = orderSamples();
    expect(mails['order-received'].text).toMatch(/20 November 2026\sat\s11:41\u00A0UTC/);
    expect(mails['payment-failed'].text).toContain('Your card was declined.');
    expect(mails['order-cancelled'].text).toContain('Ordered twice.');
    expect(mails['order-cancelled'].html).toContain('We are refunding $152.90');
    expect(mails['order-paid-on-delivery'].text).toMatch(/You pay\s\$152\.90 on delivery/);
  });
});

describe('mails about an account', () => {
  const mails = accountSamples();

  test('the code stands alone in subject, text and markup, so that a script finds no other six digits', () => {
    const { subject, text, html } = mails['email-code'];
    expect(subject.match(/\b\d{6}\b/g)).toEqual(['482913']);
    expect(text.match(/\b\d{6}\b/g)).toEqual(['482913']);
    expect(new Set(html.match(/\b\d{6}\b/g))).toEqual(new Set(['482913']));
    expect(text).toContain('10 minutes');
  });

  // The news that an address was changed links to nothing that a person has to do.
  const withLink = Object.entries(mails).filter(([name]) => name !== 'email-changed');

  test.each(withLink)('%s holds the whole link in both parts', (_name, { text, html }) => {
    expect(text).toMatch(/^http:\/\/localhost:8000\/\S+\?token=vKf0Yb2mJrQ8tW4xLz6nPd1sHc3gAe5uTi7oBq9wXyM$/m);
    expect(html).toMatch(/href="http:\/\/localhost:8000\/[a-z-]+\?token=vKf0Yb2mJrQ8tW4xLz6nPd1sHc3gAe5uTi7oBq9wXyM"/);
  });

  test('the reset link says that it expires after an hour', () => {
    expect(mails['password-reset'].text).toMatch(/expires\safter\s1\shour/);
  });
});

test('the mail about low stock names each item with what is left, sold out first', () => {
  const { subject, text, html } = officeSamples()['low-stock'];
  expect(subject).toMatch(/2 items/);
  expect(text).toMatch(
    /Brass Desk Clock \(OFF-CLK-BRS\): sold out[^]*Picnic Portable Speaker, Mustard \(AUD-SP-PIC-MUS\): 3 left/,
  );
  expect(html).toContain('OFF-CLK-BRS');
});
