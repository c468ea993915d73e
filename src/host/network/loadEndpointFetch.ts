import type { EndpointFetchPart } from '../../lazy/endpointFetch.ts';

/**
 * Loads the bundle with undici, a sibling of the extension's bundle. Only endpoints with their own certificate
 * authority, client certificate or proxy need it.
 */
export function loadEndpointFetch(): EndpointFetchPart {
  return require('./endpointFetch.cjs') as EndpointFetchPart;
}
