import * as v from 'valibot';
import type { ApiKey } from './apiKey.ts';

const storedSchema = v.object({
  version: v.literal(1),
  kind: v.literal('apiKey'),
  key: v.string(),
  origins: v.array(v.string()),
});

/** The text a key is kept as, in a place for secrets. */
export function encodeApiKey(key: string, origins: readonly string[]): string {
  return JSON.stringify({ version: 1, kind: 'apiKey', key, origins });
}

/** The key in a text of `encodeApiKey`; `undefined` for any other text, for example of a newer version. */
export function decodeApiKey(text: string): ApiKey | undefined {
  const stored = v.safeParse(v.pipe(v.string(), v.parseJson(), storedSchema), text);
  return stored.success ? { key: stored.output.key, origins: stored.output.origins } : undefined;
}
