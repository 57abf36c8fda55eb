export { createAdmin } from './create-admin.ts';
export { createUser, type NewUser } from './create-user.ts';
export { authFailures } from './errors.ts';
export { authHandlers } from './handlers.ts';
export { authJobs } from './jobs.ts';
export { refuseLastAdmin } from './last-admin.ts';
export { hashPassword } from './passwords.ts';
export { authRouter } from './router.ts';
export { endSessions, findSignedIn } from './sessions.ts';
