/**
 * Runs in the browser. All markup comes from the server: the script fetches a page and replaces the list or the reader.
 * Without the script the links do the same.
 */
export const script = `
const list = () => document.querySelector('#list');
const links = () => [...list().querySelectorAll('a')];
const shown = () => document.querySelector('[data-shown]')?.dataset.shown;
const seen = new Set(links().map((link) => link.dataset.id));
let newest = list().dataset.newest;

async function swap(url, parts) {
  const reply = await fetch(url);
  // The style sheet is here already, and its nonce is not this page's.
  const markup = (await reply.text()).replace(/<style[^]*?<\\/style>/, '');
  const page = new DOMParser().parseFromString(markup, 'text/html');
  newest = page.querySelector('#list').dataset.newest;
  const focused = document.activeElement?.dataset?.id;
  for (const part of parts) document.querySelector(part).replaceWith(document.adoptNode(page.querySelector(part)));
  if (parts.includes('#reader')) document.body.className = page.body.className;
  if (shown()) seen.add(shown());
  for (const link of links()) link.classList.toggle('unseen', !seen.has(link.dataset.id));
  const unseen = document.querySelectorAll('.unseen').length;
  document.title = unseen ? '(' + unseen + ') Mailbox' : 'Mailbox';
  if (focused) links().find((link) => link.dataset.id === focused)?.focus({ preventScroll: true });
}

function keepScroll(work) {
  const top = list().scrollTop;
  return work().then(() => { list().scrollTop = top; });
}

const open = (url) => keepScroll(() => swap(url, ['#list', '#reader']));
const refresh = () => keepScroll(() => shown()
  ? swap('/dev/mail/' + shown(), ['#list'])
  : swap('/dev/mail', ['#list', '#reader']));

addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href^="/dev/mail"]:not([target])');
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  history.pushState(null, '', link.href);
  open(link.href).catch(() => location.assign(link.href));
});

addEventListener('popstate', () => open(location.href).catch(() => location.reload()));

addEventListener('keydown', (event) => {
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  if (!step || event.metaKey || event.ctrlKey || event.altKey || event.target.closest?.('input, pre')) return;
  const all = links();
  const next = all[all.findIndex((link) => link.dataset.id === shown()) + step];
  if (!next) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
  next.click();
});

async function watch() {
  try {
    const reply = await fetch('/dev/mail.json?limit=1', { headers: { 'if-none-match': '"' + newest + '"' } });
    document.body.classList.toggle('away', !reply.ok && reply.status !== 304);
    if (reply.status === 200) await refresh();
  } catch {
    document.body.classList.add('away');
  }
  setTimeout(watch, 2000);
}
setTimeout(watch, 2000);
setInterval(() => { if (!document.hidden) refresh().catch(() => {}); }, 30000);
`;
