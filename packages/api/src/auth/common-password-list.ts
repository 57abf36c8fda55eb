import { dictionary } from '@zxcvbn-ts/language-common';

/** The 40,000 or so passwords that attackers try first, in lower case. */
export const commonPasswords: ReadonlySet<string> = new Set(dictionary['passwords-common']);
