import { defineFailures, failure } from '@cartwright/kernel/failures';

export const adminFailures = defineFailures({
  JOB_RUNNING: failure('CONFLICT', 'A worker is running this job. Wait until it ends, then try again.'),
});
