export { authFailures } from './errors.ts';
export { createAdmin } from './create-admin.ts';
export { hashPassword } from './passwords.ts';
export { createUser, type NewUser } from './register.ts';
export { authRouter } from './router.ts';
export { findSignedIn } from './sessions.ts';
