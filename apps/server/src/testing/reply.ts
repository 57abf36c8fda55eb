import type { HostileRequest } from './hostile.ts';

/** The answer to a request, with what it cost. */
export interface Reply {
  readonly status: number;
  readonly code: string;
  readonly text: string;
  /** Milliseconds of processor time, of client and server together. */
  readonly ms: number;
}

/** Sends a request with an access token to a server of this process. */
export async function send(
  url: string,
  accessToken: string,
  { address, method, headers, body }: Omit<HostileRequest, 'kind' | 'expected'>,
): Promise<Reply> {
  const before = process.cpuUsage();
  const authorization = `Bearer ${accessToken}`;
  const init = { method, headers: { authorization, ...headers }, ...(body !== undefined && { body }) };
  const response = await fetch(`${url}${address}`, init);
  const text = await response.text();
  const used = process.cpuUsage(before);
  const ms = (used.user + used.system) / 1_000;
  // A refused subscription is a stream with one failure, and its own status is always 200.
  const refusal = /^event: serialized-error\ndata: (.*)$/m.exec(text)?.[1];
  if (refusal === undefined) return { status: response.status, code: codeIn(text), text, ms };
  const { httpStatus, code } = (JSON.parse(refusal) as { json: { data: { httpStatus: number; code: string } } }).json
    .data;
  return { status: httpStatus, code, text, ms };
}

/** The code of a refusal; empty if the text is another answer. */
export function codeIn(text: string): string {
  const answer: unknown = text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : undefined;
  const [first] = [answer].flat() as { code?: string; error?: { json: { data: { code: string } } } }[];
  return first?.code ?? first?.error?.json.data.code ?? '';
}
