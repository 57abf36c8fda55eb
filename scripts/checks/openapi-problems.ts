import { createConfig, lintFromString } from '@redocly/openapi-core';
import spectralCore, { type RulesetDefinition } from '@stoplight/spectral-core';
import spectralRulesets from '@stoplight/spectral-rulesets';

/** Rules of spectral that are off, each with its reason. */
const off = {
  // spectral accepts scopes only for OAuth 2. OpenAPI 3.1 lets every scheme name roles, and ours are the scopes of API
  // keys. Redocly's `security-defined` checks that the schemes exist.
  'oas3-operation-security-defined': 'off' as const,
  // spectral compiles a schema again for each example, which takes longer than all other rules together. Redocly's
  // `no-invalid-media-type-examples` checks the same.
  'oas3-valid-media-example': 'off' as const,
};

/**
 * The errors and warnings of redocly and spectral about an OpenAPI document, one line each; empty if there is none.
 * Uses no network.
 */
export async function openApiFaults(document: object): Promise<string[]> {
  return [...(await askRedocly(document)), ...(await askSpectral(document))];
}

async function askRedocly(document: object): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended'] });
  const found = await lintFromString({ source: JSON.stringify(document), config });
  return found.map(({ ruleId, message, location: [place] }) => {
    const [firstLine] = message.split('\n');
    return `  redocly ${ruleId}, at ${place?.pointer ?? '#/'}: ${firstLine}`;
  });
}

/** spectral's declarations lack `extends`, which this ruleset does not use. */
const oasRules = spectralRulesets.oas as unknown as RulesetDefinition;

async function askSpectral(document: object): Promise<string[]> {
  const spectral = new spectralCore.Spectral();
  spectral.setRuleset({ extends: [oasRules], rules: off });
  const found = await spectral.run({ ...document });
  return found.map(({ code, message, path }) => `  spectral ${code}, at #/${path.join('/')}: ${message}`);
}
