/** How the person at the terminal has called this program, for advice that they can type. */
export const cartwright = process.env['npm_lifecycle_event'] === 'cartwright' ? 'npm run cartwright --' : 'cartwright';
