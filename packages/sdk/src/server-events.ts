/** One message of a stream of server-sent events. */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
  readonly id: string | undefined;
}

/**
 * Reads server-sent events from an answer, each when it is asked for.
 *
 * @param read what the answer brings next; undefined at its end
 */
export async function* readServerEvents(
  read: () => Promise<Uint8Array | undefined>,
): AsyncGenerator<ServerEvent, void, undefined> {
  const decoder = new TextDecoder();
  let unread = '';
  let fields: Record<string, string> = {};
  for (let bytes = await read(); bytes; bytes = await read()) {
    unread += decoder.decode(bytes, { stream: true });
    // What ends with a carriage return may go on with the line feed that belongs to it.
    const lines = unread.split(/\r\n|\n|\r(?!$)/);
    unread = lines.pop() ?? '';
    for (const line of lines) {
      if (line !== '') {
        const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
        fields[name] = name === 'data' && fields[name] !== undefined ? `${fields[name]}\n${value}` : value;
        continue;
      }
      const { data, event = 'message', id } = fields;
      fields = {};
      if (data !== undefined) yield { event, data, id };
    }
  }
}
