export { createFormats, type Formats } from './formats.ts';
export { chooseLanguage, type Language } from './language.ts';
