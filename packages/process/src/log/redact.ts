import { driverError } from '@cartwright/db';

const censored = '[redacted]';

/** Names of what never reaches a log, however deep it stands. Written without case and marks between words. */
// biome-ignore format: one line for each kind
const secretNames = new Set([
  'password', 'passwordhash', 'newpassword', 'currentpassword', 'oldpassword', 'emailpassword',
  'token', 'accesstoken', 'refreshtoken', 'carttoken', 'verificationtoken', 'resettoken', 'code', 'otp', 'link',
  'authorization', 'cookie', 'setcookie', 'xcarttoken', 'secret', 'secretkey', 'clientsecret', 'apikey',
  'email', 'mail', 'to', 'recipient',
  'address', 'shippingaddress', 'billingaddress', 'fullname', 'line1', 'line2', 'city', 'region', 'postalcode', 'phone',
  'card', 'cardnumber', 'cvc', 'iban', 'paymenttoken', 'paymentmethod',
]);

/**
 * What gives itself away by how it looks, in whatever text it stands, such as the answer of a mail server. Each pattern
 * begins with a sign that is rare, because one that begins with an unbounded class starts again at each character.
 */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/(:\/\/[^\s:/@]+:)[^\s/@]+@/g, '$1[redacted]@'],
  [/\b(bearer|basic) +[\w.~+/=-]{8,}/gi, '$1 [redacted]'],
  [/\b(?:[sr]k_(?:live|test)|whsec|tok|pm)_\w{3,}/g, censored],
  [/\b(cw_(?:live|test)_[0-9a-f]{12})_[\w-]+/g, '$1_[redacted]'],
  [/\b\w+_secret_\w{3,}/g, censored],
  [/([?&](?:token|code|key)=)[^\s&"]+/gi, '$1[redacted]'],
  [/\b(?:4\d{3}|5[1-5]\d\d|6011)([ -]?)\d{4}\1\d{4}\1\d{4}\b/g, '[card]'],
  [/\b3[47]\d{2}[ -]?\d{6}[ -]?\d{5}\b/g, '[card]'],
];

/** Characters that a line holds of one text, because callers choose how long some of them are. */
const longestText = 1_000;
const longestStack = 8_000;
/** Characters that are searched for secrets: more than a line holds, so that a secret at the cut is found whole. */
const longestSearched = 32_000;

/** The facts of a log line without what they must not tell. */
export function redactFacts(facts: Record<string, unknown>): Record<string, unknown> {
  return redactObject(facts, 0);
}

/** The beginning of a text, without mail addresses, credentials and card numbers. */
export function redactText(text: string, longest = longestText): string {
  const searched = text.length > longestSearched ? text.slice(0, longestSearched) : text;
  const clean = redactSecrets(searched);
  if (clean.length <= longest && searched.length === text.length) return clean;
  return `${clean.slice(0, longest)}… [${text.length} characters]`;
}

function redactSecrets(text: string): string {
  // Nearly every text has none of these signs, which is found out for a fraction of what the patterns cost.
  if (!/[@?&%]|_|\d{4}[ -]?\d{4}|earer|asic/.test(text)) return text;
  return patterns.reduce((clean, [pattern, by]) => clean.replace(pattern, by), redactMailAddresses(text));
}

/** Reads each word once. The sign may be encoded, as in the path of a request. */
function redactMailAddresses(text: string): string {
  if (!/@|%40/.test(text)) return text;
  return text.replaceAll(/[^\s"'`<>()[\],;:=]+/g, (word) => {
    const decoded = word.replaceAll('%40', '@');
    const clean = decoded.replace(/^.+@[^@]+\.[a-z]{2,}/i, '[e-mail address]');
    return clean === decoded ? word : clean;
  });
}

const deepest = 6;

function redact(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth > deepest) return '[too deep]';
  if (value instanceof Error) return redactError(value, depth);
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return redactObject(value as Record<string, unknown>, depth);
}

function redactObject(value: Record<string, unknown>, depth: number): Record<string, unknown> {
  // Nearly all that is logged is harmless, and then it is not copied.
  let clean: Record<string, unknown> | undefined;
  for (const name of Object.keys(value)) {
    const content = value[name];
    const redacted = content !== undefined && isSecretName(name) ? censored : redact(content, depth + 1);
    if (redacted === content) continue;
    clean ??= { ...value };
    clean[name] = redacted;
  }
  return clean ?? value;
}

const judged = new Map<string, boolean>();

function isSecretName(name: string): boolean {
  let isSecret = judged.get(name);
  if (isSecret === undefined) {
    isSecret = secretNames.has(name.replaceAll(/[-_]/g, '').toLowerCase());
    // The names that code gives are few; those that somebody sent could be any.
    if (judged.size < 1_000) judged.set(name, isSecret);
  }
  return isSecret;
}

/**
 * Of the error that the driver threw (what drizzle wraps around it prints the parameters), only what is known to be
 * harmless: Postgres puts whole rows into `detail` and `where`.
 */
function redactError(given: Error, depth: number): Record<string, unknown> {
  const error = driverError(given) ?? given;
  const { code, constraint, table, column, syscall } = error as unknown as Record<string, unknown>;
  const facts = { code, constraint, table, column, syscall };
  const known = Object.entries(facts).filter(([, value]) => typeof value === 'string' || typeof value === 'number');
  return {
    type: error.name,
    message: redactText(error.message),
    stack: redactText(error.stack ?? '', longestStack),
    ...Object.fromEntries(known),
    ...(error instanceof AggregateError && { errors: error.errors.map((one) => redact(one, depth + 1)) }),
  };
}
