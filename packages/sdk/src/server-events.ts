/** One message of a stream of server-sent events. */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
  readonly id: string | undefined;
}

/**
 * Reads server-sent events one at a time, as the caller asks for them.
 *
 * @param read resolves to the next bytes of the response; undefined at its end
 */
export async function* readServerEvents(
  read: () => Promise<Uint8Array | undefined>,
): AsyncGenerator<ServerEvent, void, undefined> {
  const decoder = new TextDecoder();
  let unread = '';
  let fields: Record<string, string> = {};
  for (let bytes = await read(); bytes; bytes = await read()) {
    unread += decoder.decode(bytes, { stream: true });
    // A line feed may follow in the next piece after a final carriage return.
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
