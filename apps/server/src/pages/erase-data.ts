import { html } from '@cartwright/api';
import { hidden, type Page, success } from './layout.ts';
import type { Caller, Fields } from './routes.ts';
import { tellFailure } from './tell-failure.ts';
import { incomplete } from './verify-email.ts';

const title = 'Get or erase your data';

/** The page behind the link in an e-mail about a guest's data. Reading the page does not use the token up. */
export function showEraseData({ token = '' }: Fields): Page {
  if (token === '') return incomplete;
  return {
    title,
    content: html`<p>Here you see or erase the data of the orders that were placed with your address and without an account.</p>
${choices(token)}`,
  };
}

export async function eraseData(caller: Caller, { token = '', action = '', cursor = '' }: Fields): Promise<Page> {
  try {
    const wanted = action === 'erase' ? action : 'export';
    const answer = await caller.auth.confirmErasure({ token, action: wanted, ...(cursor !== '' && { cursor }) });
    if (wanted === 'erase') return { title: 'Your data is erased', content: erased(answer.openOrders) };
    const { orders, nextCursor, token: next } = answer;
    return {
      title: 'Your data',
      content: html`<p>The shop stores this of your orders:</p>
<pre>${JSON.stringify(orders, null, 2)}</pre>
${choices(next ?? '', nextCursor ?? undefined)}`,
    };
  } catch (error) {
    return { title, ...tellFailure(error) };
  }
}

function erased(openOrders: readonly string[]) {
  const later = `Of open orders it goes when they are closed: ${openOrders.join(', ')}.`;
  return success(`Your data is erased from your orders. ${openOrders.length > 0 ? later : ''}`.trim());
}

/** The first page of an export has no cursor. A later one continues there. */
function choices(token: string, cursor?: string) {
  const isOver = cursor === undefined;
  return html`<form method="post" action="/erase-data">${hidden('token', token)}${!isOver && hidden('cursor', cursor)}
<button name="action" value="export">${isOver ? 'Show my data' : 'Show more'}</button></form>
<form method="post" action="/erase-data">${hidden('token', token)}
<button name="action" value="erase">Erase my data</button></form>`;
}
