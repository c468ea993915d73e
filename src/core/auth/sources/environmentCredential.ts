import { namedCredential } from './namedCredential.ts';
import type { ReadCredential } from './readCredential.ts';
import { sourceFailure, type SourceFailureCode } from './sourceFailure.ts';

const NAMES = {
  apiKey: 'QIANFAN_BEARER_TOKEN',
  iam: 'QIANFAN_ACCESS_KEY and QIANFAN_SECRET_KEY',
  app: 'QIANFAN_AK and QIANFAN_SK',
} as const;

/**
 * Reads the credential from environment variables, with the names and order of `namedCredential`. The same user sets
 * the endpoints, so any origin may receive it. Never reads files such as `.env`: a repository may contain one.
 */
export function environmentCredential(environment: NodeJS.ProcessEnv): ReadCredential {
  return async () => {
    const found = namedCredential(environment);
    if (found.is === 'credential') return { credential: found.credential, origins: 'any' };
    if (found.is === 'none') return undefined;
    // An `apiKey` is a single value and cannot be `half`.
    const code: SourceFailureCode =
      found.kind === 'apiKey' ? 'environment_damaged' : (`environment_${found.is}_${found.kind}` as const);
    throw sourceFailure(code, `${NAMES[found.kind]}: ${found.is}`);
  };
}
