import { createHash } from 'node:crypto';
import { type NamedCredential, namedCredential } from '../core/auth/sources/namedCredential.ts';
import type { Credential } from '../core/auth/credential.ts';
import { Stop } from './stop.ts';

const NAMES = {
  apiKey: 'QIANFAN_BEARER_TOKEN',
  iam: 'QIANFAN_ACCESS_KEY, QIANFAN_SECRET_KEY',
  app: 'QIANFAN_AK, QIANFAN_SK',
} as const;

/** Returns the credential of the environment. Throws a `Stop` when it is missing, incomplete or damaged. */
export function credentialOf(environment: NodeJS.ProcessEnv): Credential {
  const found: NamedCredential = namedCredential(environment);
  if (found.is === 'credential') return found.credential;
  if (found.is === 'none') throw new Stop('noCredentials');
  throw new Stop(found.is === 'half' ? 'credentialsHalf' : 'credentialsDamaged', { names: NAMES[found.kind] });
}

/** Returns the environment's secret values, which must never be printed. */
export function secretsOf(environment: NodeJS.ProcessEnv): string[] {
  const names = ['QIANFAN_BEARER_TOKEN', 'QIANFAN_SECRET_KEY', 'QIANFAN_ACCESS_KEY', 'QIANFAN_SK', 'QIANFAN_AK'];
  return names.map(name => environment[name]?.trim() ?? '').filter(secret => secret.length > 3);
}

/**
 * Returns a name for the paying account, under which its limits are stored. It is a hash and does not reveal the key.
 */
export function accountOf(credential: Credential): string {
  const id =
    credential.kind === 'iam'
      ? credential.accessKey
      : credential.kind === 'app'
        ? credential.apiKey
        : credential.kind === 'apiKey'
          ? credential.key
          : '';
  return `environment ${createHash('sha256').update(`account ${id}`).digest('hex').slice(0, 8)}`;
}
