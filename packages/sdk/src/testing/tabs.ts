import { Worker } from 'node:worker_threads';
import type { Tokens } from '../tokens.ts';

export interface TabStart {
  readonly url: string;
  readonly tokens: Tokens;
  /** The order to follow; all own orders when left out. */
  readonly orderId?: string | undefined;
  readonly hasLocks: boolean;
}

export type TabMessage =
  | { readonly kind: 'lock'; readonly name: string }
  | { readonly kind: 'unlock'; readonly name: string }
  | { readonly kind: 'connected' }
  | { readonly kind: 'event'; readonly id: string; readonly type: string };

export interface Tab {
  /** The ids of the events that it has told. */
  readonly ids: string[];
  readonly types: string[];
  /** Resolves when its stream is open. */
  readonly connected: Promise<void>;
  /** Whether it holds the lock of its stream. */
  isLeader(): boolean;
  /** Ends the thread at once, in the middle of whatever it does. */
  kill(): Promise<void>;
}

/** A browser whose tabs are threads, with Web Locks among them: first come, first served, and freed by a thread's end. */
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
