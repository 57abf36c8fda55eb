import { admit } from '@cartwright/kernel/admit';
import type { Context } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import type { Operation } from '@cartwright/kernel/operations';
import type { Meta } from '@cartwright/kernel/procedures';
import type { z } from 'zod';
import { readLimited } from './json.ts';
import type { AppContext } from './request.ts';
import { coercionFor } from './rest/coerce.ts';

/** The most parts in a form. The procedure with the most fields has far fewer. */
export const maxParts = 100;

/** Bytes for names, boundaries and other fields beside the file. */
export const formFraming = 64 * 1_024;

/** Tells whether the request has a form as its body. */
export function carriesForm(c: AppContext): boolean {
  return /^multipart\/form-data\b/i.test(c.req.header('content-type') ?? '');
}

/**
 * Refuses a caller without access before the server reads megabytes.
 *
 * @throws UNAUTHENTICATED, FORBIDDEN, SCOPE_MISSING
 */
export async function admitUploader(ctx: Context, meta: Meta): Promise<void> {
  if (meta.access !== 'public') admit(await ctx.identify(), meta);
}

/**
 * Reads the input of a procedure that takes a file: the fields of a form, or the file as the whole body if the
 * procedure allows it. Texts of a form are coerced like those of a query.
 *
 * @throws TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, MALFORMED_REQUEST
 */
export async function readUpload(c: AppContext, { input, meta }: Operation): Promise<Record<string, unknown>> {
  const { fileType: type, maxFileBytes = 0 } = meta;
  if (type !== undefined && c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() === type) {
    const bytes = await readLimited(c, maxFileBytes);
    return { file: new File([new Uint8Array(bytes)], 'body', { type }) };
  }
  if (!carriesForm(c)) {
    const accepted = ['multipart/form-data', ...(type === undefined ? [] : [type])];
    throw kernelFailures.UNSUPPORTED_MEDIA_TYPE({ accepted });
  }
  const fields = await readForm(c, maxFileBytes);
  const shape: Record<string, z.ZodType> = input?.shape ?? {};
  const coerced = Object.entries(fields).map(([name, value]) => {
    const field = shape[name];
    return [name, typeof value === 'string' && field ? coercionFor(field)([value]) : value];
  });
  return Object.fromEntries(coerced);
}

/**
 * Reads the fields of a form by name, with files as `File`. Stops reading a body that is too large. A repeated field
 * becomes a list.
 *
 * @throws TOO_LARGE, MALFORMED_REQUEST
 */
async function readForm(c: AppContext, maxFileBytes: number): Promise<Record<string, unknown>> {
  const bytes = await readLimited(c, maxFileBytes + formFraming, maxFileBytes);
  const contentType = c.req.header('content-type') ?? '';
  refuseManyParts(bytes, contentType);
  const headers = { 'content-type': contentType };
  const form = await new Response(new Uint8Array(bytes), { headers }).formData().catch(() => {
    throw kernelFailures.MALFORMED_REQUEST({ reason: 'The body is not valid multipart/form-data.' });
  });
  const fields = new Map<string, unknown[]>();
  for (const [name, value] of form.entries()) {
    const values = fields.get(name);
    if (values) values.push(value);
    else fields.set(name, [value]);
  }
  return Object.fromEntries([...fields].map(([name, values]) => [name, values.length === 1 ? values[0] : values]));
}

/** @throws MALFORMED_REQUEST before the form is parsed, because each part takes time */
function refuseManyParts(bytes: Buffer, contentType: string): void {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(contentType) ?? [];
  const delimiter = `--${quoted ?? plain}`;
  let parts = 0;
  for (let at = bytes.indexOf(delimiter); at >= 0; at = bytes.indexOf(delimiter, at + delimiter.length)) {
    parts += 1;
    // The last delimiter ends the form.
    if (parts > maxParts + 1) {
      throw kernelFailures.MALFORMED_REQUEST({ reason: `A form has at most ${maxParts} fields.` });
    }
  }
}
