import { Worker } from 'node:worker_threads';
import type { Tokens } from '../tokens.ts';

export interface TabStart {
  readonly url: string;
  readonly tokens: Tokens;
  /** The order to follow; all own orders by default. */
  readonly orderId?: string | undefined;
  readonly hasLocks: boolean;
}

export type TabMessage =
  | { readonly kind: 'lock'; readonly name: string }
  | { readonly kind: 'unlock'; readonly name: string }
  | { readonly kind: 'connected' }
  | { readonly kind: 'event'; readonly id: string; readonly type: string };

export interface Tab {
  /** The ids of the events that the tab reported. */
  readonly ids: string[];
  readonly types: string[];
  /** Resolves when the tab's stream is open. */
  readonly connected: Promise<void>;
  /** Whether the tab holds the lock of its stream. */
  isLeader(): boolean;
  /** Ends the thread at once. */
  kill(): Promise<void>;
}

/** A browser whose tabs are threads. It grants Web Locks in order, and releases those of a thread that ends. */
export function createBrowser(): { openTab(start: TabStart): Tab } {
  const queues = new Map<string, Worker[]>();

  const grant = (name: string) => queues.get(name)?.[0]?.postMessage({ granted: name });
  const wait = (name: string, worker: Worker) => {
    const queue = queues.get(name) ?? [];
    queues.set(name, queue);
    if (queue.push(worker) === 1) grant(name);
  };
  const free = (name: string, worker: Worker) => {
    const queue = queues.get(name) ?? [];
    const held = queue[0] === worker;
    queues.set(
      name,
      queue.filter((one) => one !== worker),
    );
    if (held) grant(name);
  };

  return {
    openTab(start) {
      const file = new URL('tab.mjs', import.meta.url);
      const worker = new Worker(file, { workerData: start });
      const [ids, types]: [string[], string[]] = [[], []];
      const connected = new Promise<void>((resolve, reject) => {
        worker.once('error', reject);
        worker.on('message', (message: TabMessage) => {
          if (message.kind === 'lock') wait(message.name, worker);
          else if (message.kind === 'unlock') free(message.name, worker);
          else if (message.kind === 'connected') resolve();
          else {
            ids.push(message.id);
            types.push(message.type);
          }
        });
      });
      worker.once('exit', () => {
        for (const name of queues.keys()) free(name, worker);
      });
      return {
        ids,
        types,
        connected,
        isLeader: () => [...queues.values()].some(([first]) => first === worker),
        kill: async () => {
          await worker.terminate();
        },
      };
    },
  };
}
