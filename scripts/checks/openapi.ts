import { openApiDocument } from '../../apps/server/src/docs/openapi.ts';
import { openApiFaults } from './openapi-problems.ts';

const settings = {
  publicUrl: 'https://shop.example',
  isProduction: true,
  rateLimits: 'on',
  clientCallsPerMinute: 3_000,
} as const;
const problems = await openApiFaults(openApiDocument(settings));
if (problems.length > 0) {
  console.error(
    `redocly and spectral report problems in the OpenAPI document that apps/server/src/docs makes:\n${problems.join('\n')}`,
  );
  process.exitCode = 1;
}
