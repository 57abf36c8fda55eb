import { expect, test } from 'vitest';
import { accountSamples, officeSamples, orderSamples } from './samples.ts';

type Look = Readonly<Partial<Record<'color' | 'background-color', string>>>;

const declarations = (style: string): Look =>
  Object.fromEntries(
    [...style.matchAll(/(?:^|[;{])((?:background-)?color):(#[0-9a-f]{6})/g)].map((one) => one.slice(1)),
  );

/** The night's declarations of each class. */
function nightLooks(markup: string): Map<string, Look> {
  const [, rules = ''] = /@media \(prefers-color-scheme:dark\)\{((?:\.[^}]*\})*)\}/.exec(markup) ?? [];
  return new Map(
    [...rules.matchAll(/\.([\w-]+)(\{[^}]*\})/g)].map(([, name = '', body = '']) => [name, declarations(body)]),
  );
}

/** Every visible text of an e-mail, with its colours. */
function paintedTexts(markup: string, isNight: boolean): { text: string; look: Look }[] {
  const night = nightLooks(markup);
  const body = markup.slice(markup.indexOf('<body')).replace(/<!--[^]*?-->/g, '');
  const looks: (Look | 'hidden')[] = [{}];
  const texts: { text: string; look: Look }[] = [];
  for (const [, end, name = '', attributes = '', text = ''] of body.matchAll(/<(\/?)(\w+)([^>]*)>|([^<]+)/g)) {
    const outer = looks.at(-1) ?? 'hidden';
    if (text) {
      if (outer !== 'hidden' && text.replace(/&nbsp;/g, '').trim()) texts.push({ text: text.trim(), look: outer });
    } else if (end) looks.pop();
    else if (name !== 'br') {
      const [style = '', classes = ''] = ['style', 'class'].map(
        (one) => new RegExp(` ${one}="([^"]*)"`).exec(attributes)?.[1] ?? '',
      );
      const atNight = isNight ? classes.split(' ').map((one) => night.get(one)) : [];
      const isHidden = outer === 'hidden' || style.includes('display:none');
      looks.push(isHidden ? 'hidden' : Object.assign({}, outer, declarations(style), ...atNight));
    }
  }
  return texts;
}

/** The contrast ratio of WCAG 2. */
function contrast({ color = '', 'background-color': ground = '' }: Look): number {
  const [light = 0, dark = 0] = [color, ground].map(luminance).sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const samples = { ...orderSamples(), ...accountSamples(), ...officeSamples() };

test.each(Object.entries(samples))(
  'every word of %s stands out from its ground, by day and by night',
  (_, { html }) => {
    for (const isNight of [false, true]) {
      const texts = paintedTexts(html, isNight);
      expect(texts.length).toBeGreaterThan(5);
      for (const { text, look } of texts)
        expect(contrast(look), `${text} ${JSON.stringify(look)}`).toBeGreaterThan(4.5);
    }
    const [day, night] = [false, true].map((isNight) => paintedTexts(html, isNight)[0]?.look);
    expect(day).not.toEqual(night);
  },
);
