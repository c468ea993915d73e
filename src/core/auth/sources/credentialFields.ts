import * as v from 'valibot';
import type { HeldCredential } from '../credential.ts';

const part = v.pipe(v.string(), v.trim(), v.regex(/^[\x21-\x7e]{1,4096}$/));

/** The upper bound rejects milliseconds, which would make the credential valid forever. */
const seconds = v.pipe(v.number(), v.minValue(1e9), v.maxValue(1e11));

const expiresAtMs = v.union([
  v.pipe(
    seconds,
    v.transform(value => value * 1000),
  ),
  // Vault's command line stores every value as a string.
  v.pipe(
    v.string(),
    v.regex(/^\d{10,11}$/),
    v.transform(value => Number(value) * 1000),
  ),
  v.pipe(
    v.string(),
    v.isoTimestamp(),
    v.transform(value => Date.parse(value)),
    v.number(),
  ),
]);

const expiry = { expiresAt: v.nullish(expiresAtMs) };

const schema = v.variant('kind', [
  v.object({ kind: v.literal('apiKey'), key: part, ...expiry }),
  v.object({ kind: v.literal('iam'), accessKey: part, secretKey: part, ...expiry }),
  v.object({ kind: v.literal('app'), apiKey: part, secretKey: part, ...expiry }),
  v.object({ kind: v.literal('accessCode'), code: part, ...expiry }),
]);

const expirySchema = v.object(expiry);

/** The names of all fields that `credentialFields` reads, for all kinds. */
export const CREDENTIAL_FIELDS: ReadonlySet<string> = new Set(
  schema.options.flatMap(each => Object.keys(each.entries)),
);

/** A credential parsed from fields, without its allowed origins. */
export type FieldCredential = Pick<HeldCredential, 'credential' | 'expiresAtMs'>;

/**
 * Parses a credential from the fields `kind` (see `Credential`), those of its kind and, if it expires, `expiresAt`: ISO
 * 8601 with a time zone, or seconds since 1970. Ignores other fields. Returns `undefined` for anything else.
 */
export function credentialFields(value: unknown): FieldCredential | undefined {
  const parsed = v.safeParse(schema, value);
  if (!parsed.success) return undefined;
  const { expiresAt, ...credential } = parsed.output;
  return { credential, ...(typeof expiresAt === 'number' && { expiresAtMs: expiresAt }) };
}

/** Parses only `expiresAt`: milliseconds since 1970, `undefined` if missing, `wrong` if invalid. */
export function expiresAtField(fields: unknown): number | undefined | 'wrong' {
  const parsed = v.safeParse(expirySchema, fields);
  return parsed.success ? (parsed.output.expiresAt ?? undefined) : 'wrong';
}
