import type { Credential } from '../core/auth/credential.ts';
import { WenxinError } from '../core/errors.ts';
import { publicEndpoint } from '../core/qianfan/publicEndpoint.ts';
import type { Configuration } from './configuration.ts';
import type { ConfiguredEndpoint } from './endpointSetting.ts';

/**
 * Where questions go now, in the order in which it is tried: never an empty list. Throws `no-endpoint` when the setting
 * cannot be used: then they go nowhere.
 *
 * @param kind of the credentials that are used; it decides where nothing is configured.
 */
export function currentEndpoints(
  configuration: Configuration,
  kind: Credential['kind'] | undefined,
): readonly [ConfiguredEndpoint, ...ConfiguredEndpoint[]] {
  const configured = configuration.get('wenxin.endpoints');
  if (configured === null) throw new WenxinError('no-endpoint', 'wenxin.endpoints cannot be used');
  const [first = publicEndpoint(kind), ...others] = configured;
  return [first, ...others];
}
