import * as v from 'valibot';
import type { Endpoint } from '../core/chat.ts';
import { safeBaseUrl, safeOrigin } from '../core/safeBaseUrl.ts';

/** The way to an endpoint, where it is another one than VS Code's. Files are named by their paths on this computer. */
export interface OwnNetwork {
  readonly ca?: string;
  readonly clientCertificate?: { readonly cert: string; readonly key: string };
  readonly proxy?: string;
}

/** An endpoint as a person wrote it into the settings. */
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

/** An endpoint of the settings, checked; `undefined` for anything that is none. */
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

/** The base of a token service: an origin, without a path. `undefined` for anything that is none. */
export function parseTokenServiceUrl(value: unknown): string | undefined {
  return typeof value === 'string' ? safeOrigin(value) : undefined;
}
