import type { Endpoint } from '../core/chat.ts';
import { WenxinError } from '../core/errors.ts';
import type { Configuration } from './configuration.ts';
import { PUBLIC_ENDPOINT } from './settings.ts';

/** Where questions go now. Throws `no-endpoint` when the setting cannot be used: then they go nowhere. */
export function currentEndpoint(configuration: Configuration): Endpoint {
  const endpoints = configuration.get('wenxin.endpoints');
  if (endpoints === null) throw new WenxinError('no-endpoint', 'wenxin.endpoints cannot be used');
  return endpoints[0] ?? PUBLIC_ENDPOINT;
}

/** The host of it, to be named to people; a dash when there is none. */
export function endpointHost(configuration: Configuration): string {
  if (configuration.get('wenxin.endpoints') === null) return '—';
  return new URL(currentEndpoint(configuration).baseUrl).host;
}
