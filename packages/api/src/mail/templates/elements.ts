import { type Html, type HtmlValue, html } from '../html.ts';
import { type Colour, paint, type Tone } from './palette.ts';

/** Font names have no quotes, because quotes inside a style attribute confuse old mail clients. */
export const sans = 'font-family:-apple-system,BlinkMacSystemFont,Segoe UI,Roboto,Helvetica,Arial,sans-serif;';
export const mono = 'font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,Liberation Mono,monospace;';

/** A table for layout only, which screen readers do not announce. */
export function box(content: HtmlValue, style = ''): Html {
  const whole = html`role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%"`;
  return html`<table ${whole} style="border-collapse:separate;border-spacing:0;${style}">${content}</table>`;
}

/** Opens in a new window, so that the e-mail stays open. */
export function link(colour: Colour, url: string, words: string, look = ''): Html {
  const style = `${paint(colour)}${look}`;
  return html`<a class="${colour}" href="${url}" target="_blank" rel="noopener" style="${style}">${words}</a>`;
}

const badgeLook =
  'display:inline-block;padding:4px 12px;border-radius:999px;font-size:13px;line-height:18px;font-weight:600;';

export function badge(tone: Tone, words: string): Html {
  const style = `${paint(`${tone}-well`, tone)}${badgeLook}`;
  return html`<span class="${tone}-well ${tone}" style="${style}">${words}</span>`;
}

const headingLook = 'margin:18px 0 0;font-size:27px;line-height:34px;font-weight:600;letter-spacing:-0.4px;';

export function heading(words: string): Html {
  return html`<h1 class="ink title" style="${paint('ink')}${headingLook}">${words}</h1>`;
}

export function paragraph(words: HtmlValue): Html {
  return html`<p class="ink" style="${paint('ink')}margin:12px 0 0;font-size:16px;line-height:25px;">${words}</p>`;
}

export function smallPrint(words: HtmlValue): Html {
  return html`<p class="muted" style="${paint('muted')}margin:16px 0 0;font-size:14px;line-height:21px;">${words}</p>`;
}

/** A fact that readers must not miss. */
export function callout(tone: Tone, words: HtmlValue): Html {
  const style = `${paint(`${tone}-well`, tone)}padding:14px 18px;border-radius:10px;font-size:15px;line-height:22px;`;
  return box(html`<tr><td class="${tone}-well ${tone}" style="${style}">${words}</td></tr>`, 'margin:20px 0;');
}

const buttonLook =
  'display:inline-block;padding:13px 22px;font-size:16px;line-height:22px;font-weight:600;text-decoration:none;';

/** The e-mail's main action. The cell has the colour, so that Outlook shows a button too. */
export function button(words: string, url: string): Html {
  const cell = `${paint('solid')}border-radius:10px;`;
  return html`<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:24px 0 0;"><tr>
<td class="solid" style="${cell}">${link('on-solid', url, words, buttonLook)}</td>
</tr></table>`;
}

/** The same address to copy, if a client does not support the button. */
export function spelledOut(url: string): Html {
  const look = `word-break:break-all;${mono}font-size:12px;line-height:19px;`;
  return smallPrint(html`Or open this address:<br>${link('muted', url, url, look)}`);
}
