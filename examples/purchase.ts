/**
 * A purchase from the first page to the e-mail, against a running shop: `npm start` in one terminal, `npm run demo` in
 * another. Copy any part; except for the printing, a storefront works the same way.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { createCartwright, isFailure, type Order } from '@cartwright/sdk';

const url = process.env['CARTWRIGHT_URL'] || 'http://localhost:8000';
const admin = {
  email: process.env['CARTWRIGHT_ADMIN_EMAIL'] || 'admin@example.com',
  password: process.env['CARTWRIGHT_ADMIN_PASSWORD'] || 'cartwright-admin',
};
const address = {
  fullName: 'Ada Lovelace',
  line1: '12 Mill Lane',
  city: 'London',
  postalCode: 'N1 1AA',
  country: 'GB',
};

async function main(): Promise<void> {
  const shop = createCartwright({ url });
  say(`\n  ${strong('A purchase')} with the SDK ${faint(url)}`);

  step('Create an account', 'auth.register');
  const email = `ada-${Date.now().toString(36)}@example.com`;
  const { user, expiresAt } = await shop.auth.register({ email, password: 'correct horse', name: address.fullName });
  tell(`${user.name} <${user.email}>, signed in until ${clock(expiresAt)}, then renewed automatically`);

  step('List products', 'products.list');
  const { items: products } = await shop.products.list({ inStock: true, limit: 4 });
  for (const { name, price, currency, available } of products) row(name, money(price, currency), `${available} left`);

  step('Fill the cart', 'cart.addItem');
  const chosen = products.slice(0, 2).flatMap(({ variants }) => variants.find(({ available }) => available > 1) ?? []);
  if (chosen.length === 0) throw new Error('There is nothing to buy. If the shop is empty, start it with DEMO=on.');
  for (const [index, { id }] of chosen.entries()) await shop.cart.addItem({ variantId: id, quantity: 2 - index });
  const cart = await shop.cart.get();
  for (const item of cart.items) row(`${item.quantity} × ${item.name}`, money(item.lineTotal, cart.currency), item.sku);

  step('Get the price', 'orders.quote');
  const wish = { shippingAddress: address, payment: { method: 'dummy' as const } };
  const quote = await shop.orders.quote(wish);
  for (const part of ['subtotal', 'shipping', 'tax', 'total'] as const) row(part, money(quote[part], quote.currency));
  for (const problem of quote.problems) tell(problem.message);

  step('Place the order, twice with one key', 'orders.place');
  const idempotencyKey = crypto.randomUUID();
  const order = await shop.orders.place({ ...wish, expectedTotal: quote.total }, { idempotencyKey });
  tell(`Order ${strong(order.number)}: ${order.status}, ${money(order.total, order.currency)}`);
  const again = await shop.orders.place({ ...wish, expectedTotal: quote.total }, { idempotencyKey });
  tell(
    `The same call with the same key: order ${again.number}, ${again.id === order.id ? 'the same one' : 'A DIFFERENT ONE'}`,
  );

  step('Wait for the payment', 'orders.get');
  const paid = await until(
    () => shop.orders.get({ idOrNumber: order.id }),
    ({ paymentStatus }) => paymentStatus !== 'unpaid',
  );
  for (const { type, at, actor } of paid.timeline) row(type, clock(at), actor);
  if (paid.paymentStatus === 'unpaid') tell('The order is not paid yet. Check that a worker is running.');

  step('Read the e-mail', 'GET /dev/mail.json');
  await showMails(email, paid);

  step('Check the stock ledger', 'products.stock.ledger');
  await showLedger(chosen[0]?.id ?? '', order);
  say('');
}

type DevMail = { to: string; subject: string; text: string };

async function showMails(email: string, order: Order): Promise<void> {
  const expected = order.paymentStatus === 'paid' ? 2 : 1;
  const own = async () => {
    const reply = await fetch(`${url}/dev/mail.json`);
    if (!reply.ok) return undefined;
    const mails = (await reply.json()) as DevMail[];
    return mails.filter(({ to, subject }) => to.includes(email) && subject.includes(order.number));
  };
  const mails = await until(own, (found) => found === undefined || found.length >= expected);
  if (!mails) return tell('This shop has no development mailbox. It sends e-mails (EMAIL_BACKEND).');
  for (const { subject } of mails.toReversed()) tell(subject);
  say('');
  for (const line of mails[0]?.text.split('\n').slice(0, 16) ?? []) tell(`${faint('│')} ${line}`.trimEnd());
  tell(faint(`│ … in full at ${url}/dev/mail`));
}

async function showLedger(variantId: string, order: Order): Promise<void> {
  const office = createCartwright({ url });
  try {
    await office.auth.login(admin);
    const { items } = await office.products.stock.ledger({ id: variantId, limit: 5 });
    for (const entry of items) {
      const { reason, onHandAfter, reservedAfter, orderId } = entry;
      const balance = `${onHandAfter} on hand, ${reservedAfter} reserved`;
      row(reason, clock(entry.createdAt), balance, orderId === order.id ? faint('this order') : '');
    }
  } catch (error) {
    if (!isFailure(error, 'INVALID_CREDENTIALS', 'RATE_LIMITED', 'FORBIDDEN')) throw error;
    tell(`The books are for admins, and ${admin.email} is not let in: ${error.message}`);
    tell('Set CARTWRIGHT_ADMIN_EMAIL and CARTWRIGHT_ADMIN_PASSWORD.');
  }
}

/** Repeats a question until the answer is as expected, for at most 15 seconds, and returns the last answer. */
async function until<Answer>(ask: () => Promise<Answer>, isEnough: (answer: Answer) => boolean): Promise<Answer> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const answer = await ask();
    if (isEnough(answer) || Date.now() > deadline) return answer;
    await wait(250);
  }
}

function money(minorUnits: number, currency: string): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.format(minorUnits / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

const clock = (time: Date): string => time.toLocaleTimeString('en-GB');

const isColourful = process.stdout.isTTY && !process.env['NO_COLOR'];
const styled = (code: number) => (text: string) => (isColourful ? `\u001b[${code}m${text}\u001b[0m` : text);
const strong = styled(1);
const faint = styled(2);

let steps = 0;
const say = (text: string): void => console.log(text);
const tell = (text: string): void => say(`     ${text}`);
const step = (title: string, call: string): void => say(`\n  ${(steps += 1)}  ${strong(title)}  ${faint(call)}`);

/** Prints a name and its values. */
function row(name: string, figure: string, ...rest: string[]): void {
  tell(`${name.slice(0, 36).padEnd(36)}  ${figure.padStart(12)}   ${rest.join('   ')}`.trimEnd());
}

main().catch((error: unknown) => {
  if (!isFailure(error)) throw error;
  say('');
  console.error(
    isFailure(error, 'NETWORK')
      ? `${error.message}\nStart the shop with \`npm start\` in another terminal, or set CARTWRIGHT_URL to where it is.`
      : `${error.procedure} was refused with ${error.code}: ${error.message}`,
  );
  process.exitCode = 1;
});
