import { admit, type Context, kernelFailures, type Meta, type Operation } from '@cartwright/api';
import type { z } from 'zod';
import { readLimited } from './json.ts';
import type { AppContext } from './request.ts';
import { coercionFor } from './rest/coerce.ts';

/** What a form needs beside its file: names, boundaries, other fields. */
const framing = 64 * 1_024;

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
 * @throws TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, MALFORMED_REQUEST
 */
async function readForm(c: AppContext, maxFileBytes: number): Promise<Record<string, unknown>> {
  if (!carriesForm(c)) throw kernelFailures.UNSUPPORTED_MEDIA_TYPE({});
  const bytes = await readLimited(c, maxFileBytes + framing, maxFileBytes);
  const headers = { 'content-type': c.req.header('content-type') ?? '' };
  const form = await new Response(new Uint8Array(bytes), { headers }).formData().catch(() => {
    throw kernelFailures.MALFORMED_REQUEST({ reason: 'The body is not valid multipart/form-data.' });
  });
  const names = [...new Set(form.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = form.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}
