import { defineJob } from '@cartwright/kernel/jobs';
import { z } from 'zod';

export const authJobs = {
  /**
   * Sends the code or the link of a proof. Nine attempts last as long as a link is valid. After that nothing is sent.
   */
  sendProofMail: defineJob({
    name: 'auth.sendProofMail',
    payload: z.object({ proofId: z.uuid() }),
    maxAttempts: 9,
  }),
  /** Deletes sessions and proofs that have ended. */
  purge: defineJob({ name: 'auth.purge', payload: z.object({}), maxAttempts: 1 }),
};
