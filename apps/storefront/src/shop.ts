import { chooseLanguage, createFormats } from '@cartwright/look';
import { createCartwright, type TokenStore, type Tokens } from '@cartwright/sdk';
import { queriesOf } from '@cartwright/sdk/react-query';
import { QueryClient } from '@tanstack/react-query';
import { de } from './texts/de.ts';
import { en } from './texts/en.ts';

const place = 'cartwright';
const tokens: TokenStore = {
  load: () => JSON.parse(localStorage.getItem(place) ?? 'null') as Tokens | null,
  save: (kept) => localStorage.setItem(place, JSON.stringify(kept)),
};

/** The server of this page, or the one that the build names. */
const url = (import.meta.env['VITE_API_URL'] as string | undefined) ?? location.origin;

export const shop = createCartwright({ url, tokens });
export const api = queriesOf(shop);
export const queryClient = new QueryClient({
  // The SDK repeats reads that the network failed.
  defaultOptions: { queries: { retry: false, staleTime: 10_000 }, mutations: { retry: false } },
});

export const language = chooseLanguage(navigator.languages);
export const texts = { en, de }[language];
// English visitors keep the forms of their own country.
export const formats = createFormats(navigator.languages.find((tag) => tag.startsWith(language)) ?? language);
