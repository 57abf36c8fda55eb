import { expect, test } from 'vitest';
import { adviceFor } from './mail.ts';

test.each([
  ['a wrong password', 'EAUTH', 'Invalid login: 535 5.7.8 not accepted', /EMAIL_PASSWORD/],
  ['no TLS', 'ETLS', 'Error upgrading connection with STARTTLS: 500', /must offer TLS/],
  [
    'a certificate of another name',
    'ESOCKET',
    "Hostname/IP does not match certificate's altnames",
    /valid certificate/,
  ],
  ['a certificate of nobody', 'ESOCKET', 'self-signed certificate', /valid certificate/],
  ['TLS where none is spoken', 'ESOCKET', '80:error:0A:SSL routines:ssl3_get_record:wrong version number', /Port 465/],
  ['a name without an address', 'EDNS', 'getaddrinfo ENOTFOUND mail.invalid', /Check EMAIL_HOST\./],
  ['a server that refuses', 'EPROTOCOL', 'Invalid greeting. response=554 not you', /refuses/],
  ['a server that is not there', 'ESOCKET', 'connect ECONNREFUSED 127.0.0.1:25', /runs/],
  ['a server that is silent', 'ETIMEDOUT', 'Greeting never received', /firewall/],
])('against %s there is advice of its own', (_, code, message, words) => {
  expect(adviceFor(Object.assign(new Error(message), { code }))).toMatch(words);
});
