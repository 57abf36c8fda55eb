import { z } from 'zod';
import { defineJob } from '../kernel/jobs.ts';

export const authJobs = {
  /** Mails the code, or the link, of a proof. Nine tries take as long as a link counts; after that nothing is sent. */
  sendProofMail: defineJob({
    name: 'auth.sendProofMail',
    payload: z.object({ proofId: z.uuid() }),
    maxAttempts: 9,
  }),
  /** Deletes sessions and proofs that have come to their end. */
  purge: defineJob({ name: 'auth.purge', payload: z.object({}), maxAttempts: 1 }),
};
