import { driverError } from '@cartwright/db';

const censored = '[redacted]';

/** Names of fields that are redacted at any depth. Matched in lower case without separators. */
// biome-ignore format: one line for each kind
const secretNames = new Set([
  'password', 'passwordhash', 'newpassword', 'currentpassword', 'oldpassword', 'emailpassword',
  'token', 'accesstoken', 'refreshtoken', 'carttoken', 'verificationtoken', 'resettoken', 'code', 'otp', 'link',
  'authorization', 'cookie', 'setcookie', 'xcarttoken', 'xordertoken', 'secret', 'secretkey', 'clientsecret', 'apikey',
  'email', 'mail', 'to', 'recipient',
  'address', 'shippingaddress', 'billingaddress', 'fullname', 'line1', 'line2', 'city', 'region', 'postalcode', 'phone',
  'card', 'cardnumber', 'cvc', 'iban', 'paymenttoken', 'paymentmethod',
]);

/**
 * Patterns of secrets that can appear in any text, such as a mail server's answer. Each begins with a rare sign,
 * because a pattern that begins with an unbounded class starts again at each character.
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

/** Characters of one text that a line keeps, because callers choose the length of some texts. */
const longestText = 1_000;
const longestStack = 8_000;
/** Characters that are searched for secrets. More than a line keeps, so that a secret at the cut is found whole. */
const longestSearched = 32_000;

/** Redacts the facts of a log line. */
export function redactFacts(facts: Record<string, unknown>): Record<string, unknown> {
  return redactObject(facts, 0);
}

/** The beginning of a text, without e-mail addresses, credentials and card numbers. */
export function redactText(text: string, longest = longestText): string {
  const searched = text.length > longestSearched ? text.slice(0, longestSearched) : text;
  const clean = redactSecrets(searched);
  if (clean.length <= longest && searched.length === text.length) return clean;
  return `${clean.slice(0, longest)}… [${text.length} characters]`;
}

function redactSecrets(text: string): string {
  // Nearly every text has none of these signs, and this test costs a fraction of the patterns.
  if (!/[@?&%]|_|\d{4}[ -]?\d{4}|earer|asic/.test(text)) return text;
  return patterns.reduce((clean, [pattern, by]) => clean.replace(pattern, by), redactMailAddresses(text));
}

/** Reads each word once. The at sign may be encoded, as in the path of a request. */
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
  // Copies an object only if it has a secret, because nearly all facts are harmless.
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
    // Code uses few names, but a request can contain any number of them.
    if (judged.size < 1_000) judged.set(name, isSecret);
  }
  return isSecret;
}

/**
 * Keeps only harmless fields of an error. Postgres puts whole rows into `detail` and `where`, and drizzle's wrapper
 * prints the parameters, so it reads the driver's own error.
 */
function redactError(given: Error, depth: number): Record<string, unknown> {
  const error = driverError(given) ?? given;
  const facts = ['code', 'constraint', 'table', 'column', 'syscall'].map((name): [string, unknown] => [
    name,
    Reflect.get(error, name),
  ]);
  const known = facts.filter(([, value]) => typeof value === 'string' || typeof value === 'number');
  return {
    type: error.name,
    message: redactText(error.message),
    stack: redactText(error.stack ?? '', longestStack),
    ...Object.fromEntries(known),
    ...(error instanceof AggregateError && { errors: error.errors.map((one) => redact(one, depth + 1)) }),
  };
}
