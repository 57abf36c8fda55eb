import { parentPort, workerData } from 'node:worker_threads';
import { createCartwright } from '../client.ts';
import { memoryTokens } from '../tokens.ts';
import { eventName } from './events.ts';
import type { TabMessage, TabStart } from './tabs.ts';

/**
 * One browser tab: a thread that follows a customer's orders and reports each event. It uses Node's BroadcastChannel.
 * The main thread grants Web Locks, which Node 20 and 22 lack, and releases a thread's locks when it ends.
 */
const { url, tokens, orderId, hasLocks } = workerData as TabStart;
const port = parentPort;
if (!port) throw new Error('This runs in a worker thread.');

const granted = new Map<string, () => void>();
port.on('message', ({ granted: name }: { granted: string }) => granted.get(name)?.());
const locks = {
  async request(name: string, ...rest: readonly unknown[]): Promise<unknown> {
    const work = rest.at(-1) as () => Promise<unknown>;
    const { signal } = (rest.length > 1 ? rest[0] : {}) as { signal?: AbortSignal };
    await new Promise<void>((resolve, reject) => {
      granted.set(name, resolve);
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      tell({ kind: 'lock', name });
    });
    try {
      return await work();
    } finally {
      tell({ kind: 'unlock', name });
    }
  },
};
Object.defineProperty(globalThis, 'navigator', { value: hasLocks ? { locks } : {}, configurable: true });

function tell(message: TabMessage): void {
  port?.postMessage(message);
}

const kept = memoryTokens();
await kept.save(tokens);
const shop = createCartwright({ url, tokens: kept });
const onConnected = () => tell({ kind: 'connected' });
const events =
  orderId === undefined
    ? shop.orders.onAny({}, { onConnected })
    : shop.orders.onUpdate({ idOrNumber: orderId }, { onConnected });
for await (const event of events) tell({ kind: 'event', id: event.id, type: eventName(event) });
