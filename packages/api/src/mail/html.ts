/** Markup that is safe to send. Only `html` and `trustedHtml` make it, so that no plain string passes for markup. */
export class Html {
  readonly #markup: string;

  constructor(markup: string, key: typeof making) {
    if (key !== making) throw new TypeError('Html is made by html`…`, which escapes its values.');
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

/** Keeps other modules from calling the constructor. */
const making = Symbol('making Html');

/** The values of a template. `false`, `null` and `undefined` render nothing, so that `condition && html` works. */
export type HtmlValue = Html | string | number | false | null | undefined | readonly HtmlValue[];

/**
 * Markup with every value escaped, unless the value is markup. Arrays are joined. Attributes need quotes. Values do not
 * belong into `<script>` or `<style>`, where HTML's escapes have no effect.
 *
 * @example
 * html`<p title="${name}">${lines.map((line) => html`<b>${line}</b>`)}</p>`;
 */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(String.raw({ raw: parts }, ...values.map(render)), making);
}

/** Our own text as markup, such as a style sheet. Never for text from outside. */
export function trustedHtml(markup: string): Html {
  return new Html(markup, making);
}

function render(value: HtmlValue): string {
  if (value === false || value === null || value === undefined) return '';
  if (value instanceof Html) return value.toString();
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return String(value);
  return value.map(render).join('');
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);
}
