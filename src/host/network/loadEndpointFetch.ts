import type { EndpointFetchPart } from '../../lazy/endpointFetch.ts';

/**
 * Loads the part with undici, which only endpoints with their own authority, client certificate or proxy need. It stands
 * beside the extension's bundle.
 */
export function loadEndpointFetch(): EndpointFetchPart {
  return require('./endpointFetch.cjs') as EndpointFetchPart;
}
