import type { Credential } from '../core/auth/credential.ts';
import { WenxinError } from '../core/errors.ts';
import type { Configuration } from './configuration.ts';
import { type ConfiguredEndpoint, publicEndpoint } from './endpointSetting.ts';

/**
 * Where questions go now. Throws `no-endpoint` when the setting cannot be used: then they go nowhere.
 *
 * @param kind of the credentials that are used; it decides where nothing is configured.
 */
export function currentEndpoint(
  configuration: Configuration,
  kind: Credential['kind'] | undefined,
): ConfiguredEndpoint {
  const endpoints = configuration.get('wenxin.endpoints');
  if (endpoints === null) throw new WenxinError('no-endpoint', 'wenxin.endpoints cannot be used');
  return endpoints[0] ?? publicEndpoint(kind);
}
