import { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

/**
 * A sentence that tells a person how to correct a refused input. Every surface, the settings and the command line use
 * it. A schema's own message has precedence.
 *
 * @example
 * useInputSentences();
 * z.string().min(2).safeParse('a').error?.issues[0]?.message; // 'Enter at least 2 characters.'
 */
export function inputSentence(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'A value is required.' : typeSentence(issue.expected);
    case 'invalid_value':
      return choice(issue.values);
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return tooBig(issue);
    case 'invalid_format':
      return formatSentence(issue);
    case 'not_multiple_of':
      return `Enter a multiple of ${issue.divisor}.`;
    case 'unrecognized_keys':
      return `Remove the unknown ${issue.keys.length === 1 ? 'field' : 'fields'} ${issue.keys.join(', ')}.`;
    case 'invalid_union':
      return unionSentence(issue);
    case 'invalid_key':
      return 'Change this name.';
    case 'invalid_element':
      return 'Change this item.';
    default:
      return 'Change this value.';
  }
}

const typeSentences: Readonly<Record<string, string>> = {
  array: 'Send a list.',
  boolean: 'Enter true or false.',
  date: 'Enter a date and time, such as 2026-01-31T12:00:00Z.',
  file: 'Send a file.',
  int: 'Enter a whole number.',
  never: 'Leave this out.',
  null: 'Leave this empty.',
  number: 'Enter a number.',
  object: 'Send an object.',
  record: 'Send an object.',
  string: 'Enter text.',
  undefined: 'Leave this out.',
};

const formatSentences: Readonly<Record<string, string>> = {
  date: 'Enter a date, such as 2026-01-31.',
  datetime: 'Enter a date and time, such as 2026-01-31T12:00:00Z.',
  email: 'Enter an e-mail address, such as ada@example.com.',
  url: 'Enter a web address, such as https://shop.example.',
  uuid: 'Enter an id, such as 0199c1f0-7b5a-7c3e-9d2f-3b1f5f0c8a4e.',
};

function typeSentence(expected: string): string {
  return typeSentences[expected] ?? 'Enter a value of another type.';
}

function choice(values: readonly unknown[]): string {
  const names = values.map(String);
  return names.length === 1 ? `Enter ${names[0]}.` : `Enter one of ${names.join(', ')}.`;
}

function tooSmall({ origin, minimum, inclusive, exact }: Extract<Issue, { code: 'too_small' }>): string {
  return bound(origin, minimum, exact ? 'exactly' : inclusive ? 'at least' : 'more than');
}

function tooBig({ origin, maximum, inclusive, exact }: Extract<Issue, { code: 'too_big' }>): string {
  return bound(origin, maximum, exact ? 'exactly' : inclusive ? 'at most' : 'less than');
}

const units: Readonly<Record<string, readonly [verb: string, one: string, many: string]>> = {
  array: ['Send', 'item', 'items'],
  file: ['Send', 'byte', 'bytes'],
  map: ['Send', 'entry', 'entries'],
  object: ['Send', 'field', 'fields'],
  set: ['Send', 'item', 'items'],
  string: ['Enter', 'character', 'characters'],
};

function bound(origin: string, limit: number | bigint, comparison: string): string {
  if (origin === 'date') {
    const side = comparison === 'at least' || comparison === 'more than' ? 'after' : 'before';
    return `Enter a date and time ${side} ${new Date(Number(limit)).toISOString()}.`;
  }
  const unit = units[origin];
  if (!unit) return `Enter a number that is ${comparison} ${limit}.`;
  const [verb, one, many] = unit;
  return `${verb} ${comparison} ${limit} ${Number(limit) === 1 ? one : many}.`;
}

function formatSentence(issue: Extract<Issue, { code: 'invalid_format' }>): string {
  if (issue.format === 'starts_with') return `Begin with ${String(issue['prefix'])}.`;
  if (issue.format === 'ends_with') return `End with ${String(issue['suffix'])}.`;
  if (issue.format === 'includes') return `Include ${String(issue['includes'])}.`;
  return formatSentences[issue.format] ?? 'Change the format of this value.';
}

function unionSentence({ options, inclusive }: Extract<Issue, { code: 'invalid_union' }>): string {
  if (Array.isArray(options) && options.length > 0) return choice(options);
  return inclusive === false ? 'Send only one of the alternatives.' : 'Send one of the alternatives.';
}

/** Makes zod answer with these sentences in the whole process. Every module of shared schemas calls it. */
export function useInputSentences(): void {
  z.config({ localeError: inputSentence });
}
