import type { Credential } from '../core/auth/credential.ts';
import { WenxinError } from '../core/errors.ts';
import { publicEndpoint } from '../core/qianfan/publicEndpoint.ts';
import type { Configuration } from './configuration.ts';
import type { ConfiguredEndpoint } from './endpointSetting.ts';

/**
 * Returns the endpoints that questions go to, in the order in which they are tried; never empty. Throws `no-endpoint`
 * when the setting is invalid: nothing is sent then.
 *
 * @param kind of the current credentials; selects the public endpoint when none is configured.
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
