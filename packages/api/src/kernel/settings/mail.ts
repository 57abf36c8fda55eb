import { z } from 'zod';
import { port, setting } from './setting.ts';

const mailServer = {
  setting: 'EMAIL_BACKEND',
  isMet: (value: string) => /^(smtp|mailpit)$/.test(value),
  words: 'EMAIL_BACKEND=smtp or mailpit',
};
const account = {
  setting: 'EMAIL_BACKEND',
  isMet: (value: string) => /^(smtp|mailpit|gmail)$/.test(value),
  words: 'EMAIL_BACKEND=smtp, gmail or mailpit',
};

export const mailSettings = {
  EMAIL_BACKEND: setting(z.enum(['dev', 'smtp', 'mailpit', 'gmail']).default('dev'), {
    about:
      'How mails go out. dev keeps them at /dev/mail, where everybody can read them, and is refused in production.',
    neededBy: 'every shop that sells',
    example: 'smtp',
  }),
  EMAIL_HOST: setting(z.string().optional(), {
    about: 'Name of the mail server.',
    neededBy: 'EMAIL_BACKEND=smtp, and mailpit on another machine',
    example: 'smtp.mail.example',
    otherwise: '`localhost` for mailpit; always Google’s for gmail',
    needs: mailServer,
  }),
  EMAIL_PORT: setting(port.optional(), {
    about: 'Port of the mail server. 465 speaks TLS from the start, others by STARTTLS.',
    neededBy: 'a mail server on another port',
    example: '465',
    otherwise: '587; 1025 for mailpit, 465 for gmail',
    needs: mailServer,
  }),
  EMAIL_USER: setting(z.string().optional(), {
    about: 'Account at the mail server.',
    neededBy: 'EMAIL_BACKEND=gmail, and a mail server that asks for one',
    example: 'shop@shop.example',
    otherwise: 'none',
    needs: account,
  }),
  EMAIL_PASSWORD: setting(z.string().optional(), {
    about: 'Its password; for gmail an app password.',
    neededBy: 'EMAIL_BACKEND=gmail, and a mail server that asks for one',
    example: 'abcd-efgh-ijkl-mnop',
    otherwise: 'none',
    needs: account,
  }),
  EMAIL_FROM: setting(z.string().default('Cartwright Demo <shop@localhost>'), {
    about: 'Who mails come from.',
    neededBy: 'every shop that sells',
    example: 'Northwind Coffee <hello@shop.example>',
    form: 'name and address',
  }),
};
