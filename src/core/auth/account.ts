import type { HeldCredential } from './credential.ts';

/** A credential for one service, with a name chosen by the user. */
export interface Account extends HeldCredential {
  /** The name by which endpoints in the settings refer to it. */
  readonly name: string;
  readonly origins: readonly string[];
}

/** All accounts of a user. */
export interface AccountList {
  /** Name of the account for endpoints that do not name one. */
  readonly current: string;
  readonly accounts: readonly Account[];
}

/** Name of the first account if the user does not choose one. */
export const FIRST_ACCOUNT = 'default';

export const NO_ACCOUNTS: AccountList = { current: FIRST_ACCOUNT, accounts: [] };

/** Finds an account by name, by default the current one; `undefined` if there is none. */
export function accountNamed({ accounts, current }: AccountList, name = current): Account | undefined {
  return accounts.find(account => account.name === name);
}

/** Adds an account, or replaces the one with the same name, and makes it current. */
export function withAccount({ accounts }: AccountList, account: Account): AccountList {
  return { current: account.name, accounts: [...accounts.filter(({ name }) => name !== account.name), account] };
}

/** Adds all accounts of `others`, replacing those of the same names, and makes the current one of `others` current. */
export function withAll(list: AccountList, others: AccountList): AccountList {
  return { ...others.accounts.reduce(withAccount, list), current: others.current };
}

/** Removes an account. If it was the current one, the first remaining one becomes current. */
export function withoutAccount({ accounts, current }: AccountList, name: string): AccountList {
  const rest = accounts.filter(account => account.name !== name);
  return { current: current === name ? (rest[0]?.name ?? FIRST_ACCOUNT) : current, accounts: rest };
}
