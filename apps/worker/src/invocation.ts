/** The command that started this program, for advice that the user can type. */
export const cartwright = process.env['npm_lifecycle_event'] === 'cartwright' ? 'npm run cartwright --' : 'cartwright';
