import * as v from 'valibot';
import type { Endpoint } from '../core/chat.ts';
import { safeBaseUrl, safeOrigin } from '../core/safeBaseUrl.ts';

/** Network settings of one endpoint that override VS Code's. Files are given as paths on this computer. */
export interface OwnNetwork {
  readonly ca?: string;
  readonly clientCertificate?: { readonly cert: string; readonly key: string };
  readonly proxy?: string;
}

/** An endpoint as configured in the settings. */
export interface ConfiguredEndpoint extends Endpoint {
  readonly network?: OwnNetwork;
}

const Text = v.pipe(v.string(), v.trim(), v.nonEmpty());

const EndpointSchema = v.strictObject({
  name: v.pipe(v.string(), v.nonEmpty()),
  baseUrl: v.pipe(
    v.string(),
    v.transform(text => safeBaseUrl(text)),
    v.string(),
  ),
  api: v.optional(v.picklist(['v1', 'v2'])),
  appId: v.optional(v.string()),
  account: v.optional(Text),
  ca: v.optional(Text),
  clientCertificate: v.optional(v.strictObject({ cert: Text, key: Text })),
  proxy: v.optional(v.pipe(Text, v.regex(/^https?:\/\/\S+$/i))),
});

/** Validates an endpoint from the settings; returns `undefined` when it is invalid. */
export function parseEndpoint(value: unknown): ConfiguredEndpoint | undefined {
  const parsed = v.safeParse(EndpointSchema, value);
  if (!parsed.success) return undefined;
  const { name, baseUrl, api, appId, account, ca, clientCertificate, proxy } = parsed.output;
  const network = {
    ...(ca !== undefined && { ca }),
    ...(clientCertificate !== undefined && { clientCertificate }),
    ...(proxy !== undefined && { proxy }),
  };
  return {
    name,
    baseUrl,
    ...(api === 'v1' && { api }),
    ...(appId && { appId }),
    ...(account !== undefined && { account }),
    ...(Object.keys(network).length > 0 && { network }),
  };
}

/** Parses the base URL of a token service: an origin without a path. Returns `undefined` when it is invalid. */
export function parseTokenServiceUrl(value: unknown): string | undefined {
  return typeof value === 'string' ? safeOrigin(value) : undefined;
}
