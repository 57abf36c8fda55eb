import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { wakeWorkers } from '../queue/postgres-jobs.ts';
import type { Notification } from './notifications.ts';
import { notify, toMessages, toParameters } from './postgres-messages.ts';

/** Milliseconds in which the notifications of several transactions are collected and sent together. */
const collectMilliseconds = 10;

/** Sends after the commit, and for several transactions together, because transactions that notify commit in turn. */
export interface Outbox {
  /** Adds the relaxed notifications and the number of new jobs of one transaction that has committed. */
  add(notifications: readonly Notification[], newJobs: number): void;
  /** Resolves when everything was sent. */
  drain(): Promise<void>;
}

/** @param from the process that sends */
export function createOutbox(from: string, pool: pg.Pool): Outbox {
  const waiting: Notification[] = [];
  let newJobs = 0;
  let transactions = 0;
  let sending: Promise<void> | undefined;

  /** Sends one group at a time. What is added meanwhile forms the next group. A failed group is lost. */
  async function send(): Promise<void> {
    while (waiting.length > 0 || newJobs > 0) {
      const messages = toMessages(from, mergeByTopic(waiting.splice(0)));
      if (newJobs > 0) messages.push(wakeWorkers(newJobs));
      const areMany = transactions > 1;
      newJobs = 0;
      transactions = 0;
      await pool.query(notify, toParameters(messages)).catch(() => {});
      if (areMany) await sleep(collectMilliseconds);
    }
    sending = undefined;
  }

  return {
    add(notifications, added) {
      if (notifications.length === 0 && added === 0) return;
      waiting.push(...notifications);
      newJobs += added;
      transactions += 1;
      sending ??= send();
    },
    async drain() {
      await sending;
    },
  };
}

/** Joins the details of each topic with commas. An empty detail stands for all details of its topic. */
function mergeByTopic(notifications: readonly Notification[]): Notification[] {
  const details = new Map<string, Set<string>>();
  for (const { topic, detail } of notifications) {
    const known = details.get(topic) ?? new Set();
    details.set(topic, known.add(detail));
  }
  return [...details].map(([topic, all]) => ({ topic, detail: all.has('') ? '' : [...all].join(',') }));
}
