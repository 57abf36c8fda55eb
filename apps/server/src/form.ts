import { admit, type Context, kernelFailures, type Meta, type Operation } from '@cartwright/api';
import type { z } from 'zod';
import { readLimited } from './json.ts';
import type { AppContext } from './request.ts';
import { coercionFor } from './rest/coerce.ts';

/** Parts of a form. The procedure with the most fields takes far fewer. */
export const maxParts = 100;

/** What a form needs beside its file: names, boundaries, other fields. */
export const formFraming = 64 * 1_024;

/** Whether the request carries a form, and not JSON. */
export function carriesForm(c: AppContext): boolean {
  return /^multipart\/form-data\b/i.test(c.req.header('content-type') ?? '');
}

/**
 * Turns away whoever may not call the procedure anyway, before megabytes are read for nothing.
 *
 * @throws UNAUTHENTICATED, FORBIDDEN, SCOPE_MISSING
 */
export async function admitUploader(ctx: Context, meta: Meta): Promise<void> {
  if (meta.access !== 'public') admit(await ctx.identify(), meta);
}

/**
 * The input of a procedure that takes a file: the fields of a form, or the file as the whole body where it may be. The
 * texts of a form are read like those of a query.
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
 * The fields of a form by name, its files as `File`. What is larger than it may be is not read to its end. A field that is given
 * twice becomes a list.
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

/** @throws MALFORMED_REQUEST before the form is parsed, which takes time for each part */
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
