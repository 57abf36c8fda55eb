import type { Reader } from '@cartwright/db';
import { and, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Wanted } from './words.ts';

/** Points of a word by its place: name over SKU over description, and a whole word over a beginning. */
export const points = { nameWhole: 16, nameBeginning: 12, skuWhole: 8, skuBeginning: 6, elsewhere: 1 } as const;
/** Points for a name that begins with the first word, and for one with all words in order. */
export const bonus = { first: 1, inOrder: 6 } as const;

/**
 * The relevance of a matching document, as a whole number. It depends only on the document and the words, so that pages
 * keep their order while products come and go, on both databases.
 */
export function relevanceOf(read: Reader, wanted: readonly Wanted[]): SQL<number> {
  const { name, sku } = read.tables.searchDocuments;
  const { contains } = read.textSearch;
  const anyOf = (text: SQLWrapper, parts: readonly string[]) =>
    or(...parts.map((part) => contains(text, part))) ?? sql`false`;
  const whole = (text: SQLWrapper, { wholes }: Wanted) =>
    anyOf(
      text,
      wholes.map((word) => ` ${word} `),
    );
  const beginning = (text: SQLWrapper, { beginnings }: Wanted) =>
    anyOf(
      text,
      beginnings.map((word) => ` ${word}`),
    );

  const scores = wanted.map(
    (one) => sql`case
      when ${whole(name, one)} then ${sql.raw(String(points.nameWhole))}
      when ${beginning(name, one)} then ${sql.raw(String(points.nameBeginning))}
      when ${whole(sku, one)} then ${sql.raw(String(points.skuWhole))}
      when ${beginning(sku, one)} then ${sql.raw(String(points.skuBeginning))}
      else ${sql.raw(String(points.elsewhere))} end`,
  );
  const firstWords = openingsOf(wanted).map((opening) => sql`${name} like ${`${opening}%`}`);
  if (firstWords.length > 0)
    scores.push(sql`case when ${or(...firstWords)} then ${sql.raw(String(bonus.first))} else 0 end`);
  if (wanted.length > 1) {
    const phrase = ` ${wanted.map(({ typed }) => typed).join(' ')}`;
    scores.push(sql`case when ${contains(name, phrase)} then ${sql.raw(String(bonus.inOrder))} else 0 end`);
  }
  return sql<number>`(${sql.join(scores, sql` + `)})`;
}

/** Whether a document holds all words in any field. */
export function matchOf(read: Reader, wanted: readonly Wanted[]): SQL | undefined {
  const { name, sku, description } = read.tables.searchDocuments;
  const parts = ({ beginnings, wholes }: Wanted) => [
    ...beginnings.map((word) => ` ${word}`),
    ...wholes.map((word) => ` ${word} `),
  ];
  const text = sql`(${name} || ${sku} || ${description})`;
  return and(...wanted.map((one) => or(...parts(one).map((part) => read.textSearch.contains(text, part)))));
}

/** The possible beginnings of names that begin with the first word. None is the beginning of another. */
export function openingsOf([first]: readonly Wanted[]): string[] {
  const all = [
    ...(first?.beginnings.map((word) => ` ${word}`) ?? []),
    ...(first?.wholes.map((word) => ` ${word} `) ?? []),
  ];
  return all.filter(
    (one, at) => !all.some((other, where) => where !== at && one.startsWith(other) && (one !== other || where < at)),
  );
}
