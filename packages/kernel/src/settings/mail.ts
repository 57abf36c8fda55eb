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
      'How e-mails are sent. dev sends none: it keeps them at /dev/mail, which is public, and production refuses it.',
    neededBy: 'every shop that sells',
    example: 'smtp',
  }),
  EMAIL_HOST: setting(z.string().optional(), {
    about: 'Name of the mail server.',
    neededBy: 'EMAIL_BACKEND=smtp, and EMAIL_BACKEND=mailpit if Mailpit runs on another machine',
    example: 'smtp.mail.example',
    otherwise: '`localhost` for mailpit; always the server of Google for gmail',
    needs: mailServer,
  }),
  EMAIL_PORT: setting(port.optional(), {
    about: 'Port of the mail server. Port 465 uses TLS from the start, other ports use STARTTLS.',
    neededBy: 'a mail server on a port other than the default',
    example: '465',
    otherwise: '587; 1025 for mailpit, 465 for gmail',
    needs: mailServer,
  }),
  EMAIL_USER: setting(z.string().optional(), {
    about: 'User name for the mail server.',
    neededBy: 'EMAIL_BACKEND=gmail, and a mail server that requires a login',
    example: 'shop@shop.example',
    otherwise: 'none',
    needs: account,
  }),
  EMAIL_PASSWORD: setting(z.string().optional(), {
    about: 'Password for the mail server. Gmail needs an app password.',
    neededBy: 'EMAIL_BACKEND=gmail, and a mail server that requires a login',
    example: 'abcd-efgh-ijkl-mnop',
    otherwise: 'none',
    needs: account,
  }),
  EMAIL_FROM: setting(z.string().default('Cartwright Demo <shop@localhost>'), {
    about: 'Sender of all e-mails.',
    neededBy: 'every shop that sells',
    example: 'Northwind Coffee <hello@shop.example>',
    form: 'name and address',
  }),
};
