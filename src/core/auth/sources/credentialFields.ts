import * as v from 'valibot';
import type { HeldCredential } from '../credential.ts';

const part = v.pipe(v.string(), v.trim(), v.regex(/^[\x21-\x7e]{1,4096}$/));

/** Milliseconds in place of seconds would be far beyond, and so are told instead of being kept for ever. */
const seconds = v.pipe(v.number(), v.minValue(1e9), v.maxValue(1e11));

const expiresAtMs = v.union([
  v.pipe(
    seconds,
    v.transform(value => value * 1000),
  ),
  // Vault's command line makes every value a text.
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

/** Every field that `credentialFields` reads, of any kind. */
export const CREDENTIAL_FIELDS: ReadonlySet<string> = new Set(
  schema.options.flatMap(each => Object.keys(each.entries)),
);

/** A credential written as fields, without the places it may go to. */
export type FieldCredential = Pick<HeldCredential, 'credential' | 'expiresAtMs'>;

/**
 * The credential in fields `kind` (see `Credential`), those of its kind and, where it does not last for ever, `expiresAt`:
 * ISO 8601 with its zone, or seconds since 1970. Other fields are ignored. `undefined` for anything else.
 */
export function credentialFields(value: unknown): FieldCredential | undefined {
  const parsed = v.safeParse(schema, value);
  if (!parsed.success) return undefined;
  const { expiresAt, ...credential } = parsed.output;
  return { credential, ...(typeof expiresAt === 'number' && { expiresAtMs: expiresAt }) };
}

/** The `expiresAt` among other fields: milliseconds since 1970, `undefined` without one, `wrong` when it is none. */
export function expiresAtField(fields: unknown): number | undefined | 'wrong' {
  const parsed = v.safeParse(expirySchema, fields);
  return parsed.success ? (parsed.output.expiresAt ?? undefined) : 'wrong';
}
