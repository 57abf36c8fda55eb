import { z } from 'zod';
import { defineJob } from '../kernel/jobs.ts';

export const authJobs = {
  /** Mails the code, or the link, of a proof. Five tries are over before a code is. */
  sendProofMail: defineJob({
    name: 'auth.sendProofMail',
    payload: z.object({ proofId: z.uuid() }),
    maxAttempts: 5,
  }),
  /** Deletes sessions and proofs that have come to their end. */
  purge: defineJob({ name: 'auth.purge', payload: z.object({}), maxAttempts: 1 }),
};
