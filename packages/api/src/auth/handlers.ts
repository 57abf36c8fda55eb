import type { Handlers } from '@cartwright/kernel/jobs';
import type { authJobs } from './jobs.ts';
import { sendProofMail } from './mail.ts';
import { purgeAuth } from './purge.ts';

export const authHandlers: Handlers<typeof authJobs> = {
  sendProofMail: ({ shop }, { proofId }) => sendProofMail(shop, proofId),
  purge: ({ shop }) => purgeAuth(shop),
};
