/** The languages of the pages. A page has one typed file of texts for each. */
export type Language = 'en' | 'de';

/** The first language of the list that there are texts for, or English. Takes `navigator.languages`. */
export function chooseLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const [language] = tag.toLowerCase().split('-');
    if (language === 'en' || language === 'de') return language;
  }
  return 'en';
}
