import { restPrefix } from '../rest/prefix.ts';

/**
 * Runs in the browser of a guest who follows a link. Takes the token from the fragment, which browsers send to no
 * server, removes it from the address and the history, and shows the order that it opens. Without a token the page stays
 * as it is. All text of the order enters the page as text.
 */
export const orderScript = `
const token = new URLSearchParams(location.hash.slice(1)).get('token');
if (token) {
  history.replaceState(null, '', location.pathname);
  const part = (name) => document.querySelector('#' + name);
  const number = decodeURIComponent(location.pathname.split('/').pop());
  const words = (state) => state.replaceAll('_', ' ');
  const show = (name) => {
    for (const other of ['sign-in', 'order', 'refusal']) part(other).hidden = other !== name;
    if (name === 'refusal') part('sign-in').hidden = false;
  };
  const cell = (row, text) => { row.insertCell().textContent = text; };
  const fill = (order) => {
    const { currency } = order;
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    const money = (amount) => format.format(amount / 10 ** format.resolvedOptions().maximumFractionDigits);
    document.querySelector('h1').textContent = 'Order ' + order.number;
    part('status').textContent = words(order.status);
    part('payment').textContent = words(order.paymentStatus);
    part('tracking').textContent = order.tracking?.number ? 'Tracking number: ' + order.tracking.number : '';
    for (const { quantity, name, lineTotal } of order.items) {
      const row = part('items').insertRow();
      cell(row, quantity + ' × ' + name);
      cell(row, money(lineTotal));
    }
    part('total').textContent = money(order.total);
  };
  const headers = { 'x-order-token': token };
  fetch('${restPrefix}/orders/' + encodeURIComponent(number), { headers, credentials: 'omit', cache: 'no-store' })
    .then(async (response) => {
      if (!response.ok) return show('refusal');
      fill(await response.json());
      show('order');
    })
    .catch(() => show('refusal'));
}
`;
