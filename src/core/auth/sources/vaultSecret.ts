import * as v from 'valibot';
import { credentialFields, expiresAtField, type FieldCredential } from './credentialFields.ts';
import { namedCredential } from './namedCredential.ts';

/** An answer of KV version 2. A deleted or destroyed version has metadata but no data. */
const schema = v.object({
  data: v.object({
    data: v.nullable(v.record(v.string(), v.unknown())),
    metadata: v.object({ version: v.number() }),
  }),
});

/** Returns the fields of the secret in an answer of KV version 2, `deleted`, or `undefined` for any other body. */
export function vaultFields(body: unknown): Readonly<Record<string, unknown>> | 'deleted' | undefined {
  const parsed = v.safeParse(schema, body);
  return parsed.success ? (parsed.output.data.data ?? 'deleted') : undefined;
}

/**
 * Parses the credential from a secret's fields: those of `credentialFields`, or the variable names of Baidu's SDK, or
 * an `api_key`; each optionally with `expiresAt`. Ignores other fields. Returns `undefined` if none is complete.
 */
export function vaultCredentialFields(fields: Readonly<Record<string, unknown>>): FieldCredential | undefined {
  if ('kind' in fields) return credentialFields(fields);
  const texts = Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
  const { api_key: apiKey, ...variables } = texts;
  const found = namedCredential(apiKey === undefined ? variables : { QIANFAN_BEARER_TOKEN: apiKey });
  const expiresAtMs = expiresAtField(fields);
  if (found.is !== 'credential' || expiresAtMs === 'wrong') return undefined;
  return { credential: found.credential, ...(expiresAtMs !== undefined && { expiresAtMs }) };
}
