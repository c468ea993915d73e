import type { HeldCredential } from './credential.ts';

/** What a person holds at one service, under a name of their own. */
export interface Account extends HeldCredential {
  /** As endpoints of the settings refer to it. */
  readonly name: string;
  readonly origins: readonly string[];
}

/** All accounts of a person. */
export interface AccountList {
  /** Name of the one that is used where an endpoint names none. */
  readonly current: string;
  readonly accounts: readonly Account[];
}

/** Name of the account that a person gets who never names one. */
export const FIRST_ACCOUNT = 'default';

export const NO_ACCOUNTS: AccountList = { current: FIRST_ACCOUNT, accounts: [] };

/** The account of that name, the current one without a name; `undefined` when there is none. */
export function accountNamed({ accounts, current }: AccountList, name = current): Account | undefined {
  return accounts.find(account => account.name === name);
}

/** With the account in place of the one of its name. It becomes the current one. */
export function withAccount({ accounts }: AccountList, account: Account): AccountList {
  return { current: account.name, accounts: [...accounts.filter(({ name }) => name !== account.name), account] };
}

/** With all accounts of `others` in place of those of their names, and with the current one of `others`. */
export function withAll(list: AccountList, others: AccountList): AccountList {
  return { ...others.accounts.reduce(withAccount, list), current: others.current };
}

/** Without the account of that name. When it was the current one, the first of the others is. */
export function withoutAccount({ accounts, current }: AccountList, name: string): AccountList {
  const rest = accounts.filter(account => account.name !== name);
  return { current: current === name ? (rest[0]?.name ?? FIRST_ACCOUNT) : current, accounts: rest };
}
