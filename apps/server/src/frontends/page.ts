import { randomBytes } from 'node:crypto';

/** The facts that a page of a frontend may need beside its files. */
export interface PageParts {
  /** Origins of images that are not on this server. */
  readonly imageOrigins: readonly string[];
  /** Whether the page loads Stripe's script and shows its form. */
  readonly hasStripe: boolean;
  readonly title: string;
  /** HTML for the end of the head, such as a canonical link. */
  readonly head?: string | undefined;
  /** HTML for the root element, which the script replaces. */
  readonly content?: string | undefined;
  readonly status?: number | undefined;
}

/**
 * Fills the built page for one response. Its policy allows scripts of this origin only, and inline styles with the
 * nonce of this response.
 */
export function fillPage(index: string, parts: PageParts): Response {
  const nonce = randomBytes(16).toString('base64');
  const { head = '', content = '', title, status = 200 } = parts;
  // Functions, because a `$` in a replacement string has a meaning of its own.
  const page = index
    .replaceAll('__NONCE__', () => nonce)
    .replace(/<title>[^<]*<\/title>/, () => `<title>${escaped(title)}</title>${head}`)
    .replace('<!--content-->', () => content);
  return new Response(page, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'content-security-policy': policyOf(nonce, parts),
    },
  });
}

/** Escapes text for HTML content and quoted attributes. */
export function escaped(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

function policyOf(nonce: string, { hasStripe, imageOrigins }: PageParts): string {
  const stripe = hasStripe ? ' https://js.stripe.com' : '';
  return [
    "default-src 'none'",
    `script-src 'self'${stripe}`,
    `style-src 'self' 'nonce-${nonce}'`,
    ["img-src 'self' data:", ...imageOrigins].join(' '),
    "font-src 'self'",
    `connect-src 'self'${hasStripe ? ' https://api.stripe.com' : ''}`,
    ...(hasStripe ? ['frame-src https://js.stripe.com https://hooks.stripe.com'] : []),
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
