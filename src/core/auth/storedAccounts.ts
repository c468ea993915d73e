import * as v from 'valibot';
import { type AccountList, FIRST_ACCOUNT } from './account.ts';

const origins = v.array(v.string());

const credential = v.variant('kind', [
  v.object({ kind: v.literal('apiKey'), key: v.string() }),
  v.object({ kind: v.literal('iam'), accessKey: v.string(), secretKey: v.string() }),
  v.object({ kind: v.literal('app'), apiKey: v.string(), secretKey: v.string() }),
  v.object({ kind: v.literal('accessCode'), code: v.string() }),
  v.object({ kind: v.literal('none') }),
]);

const schema = v.variant('version', [
  // The format from before accounts existed: a single API key.
  v.object({ version: v.literal(1), kind: v.literal('apiKey'), key: v.string(), origins }),
  v.object({
    version: v.literal(2),
    current: v.string(),
    accounts: v.array(v.object({ name: v.string(), credential, origins })),
  }),
]);

/** Serializes accounts for secret storage. */
export function encodeAccounts({ current, accounts }: AccountList): string {
  const kept = accounts.map(({ name, credential, origins }) => ({ name, credential, origins }));
  return JSON.stringify({ version: 2, current, accounts: kept });
}

/** Parses the output of `encodeAccounts`; returns `undefined` for any other text, for example from a newer version. */
export function decodeAccounts(text: string): AccountList | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
  if (!parsed.success) return undefined;
  const stored = parsed.output;
  if (stored.version === 2) return { current: stored.current, accounts: stored.accounts };
  const { key } = stored;
  return {
    current: FIRST_ACCOUNT,
    accounts: [{ name: FIRST_ACCOUNT, credential: { kind: 'apiKey', key }, origins: stored.origins }],
  };
}
