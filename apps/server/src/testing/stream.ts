import { type IncomingMessage, request } from 'node:http';

/** The fields of one block of a stream of server-sent events, unparsed. */
export interface Block {
  id?: string;
  event?: string;
  data?: string;
  retry?: string;
  comment?: string;
}

export interface TestStream {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** Reads the next block of any kind. Rejects at the end of the stream. */
  next(): Promise<Block>;
  /** Reads the next block that is an event, and skips comments, heartbeats and `retry`. */
  nextEvent(): Promise<Block>;
  isOver(): Promise<boolean>;
  close(): void;
}

/**
 * Opens a stream of server-sent events and reads it line by line.
 *
 * @example
 * const stream = await openStream(`${server.url}/api/v1/admin/events`, { authorization });
 * const { id, event, data } = await stream.nextEvent();
 */
export async function openStream(url: string, headers: Record<string, string>): Promise<TestStream> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { headers, agent: false }, resolve).on('error', reject).end();
  });
  const chunks = answer.setEncoding('utf8')[Symbol.asyncIterator]() as AsyncIterator<string>;
  let unread = '';

  async function block(): Promise<Block | undefined> {
    for (;;) {
      const end = unread.indexOf('\n\n');
      if (end >= 0) {
        const text = unread.slice(0, end);
        unread = unread.slice(end + 2);
        return parse(text);
      }
      const { done, value } = await chunks.next();
      if (done) return undefined;
      unread += value;
    }
  }

  async function next(): Promise<Block> {
    const found = await block();
    if (!found) throw new Error('The stream is over.');
    return found;
  }

  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    next,
    async nextEvent() {
      for (;;) {
        const found = await next();
        if (found.data !== undefined && found.event !== 'connected' && found.event !== 'ping') return found;
      }
    },
    isOver: async () => (await block()) === undefined,
    close: () => answer.destroy(),
  };
}

function parse(text: string): Block {
  const fields = text.split('\n').map((line) => {
    const [, name = '', value = ''] = /^([^:]*): ?(.*)$/.exec(line) ?? [];
    return [name === '' ? 'comment' : name, value];
  });
  return Object.fromEntries(fields) as Block;
}
