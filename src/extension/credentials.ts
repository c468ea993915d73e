import type * as vscode from 'vscode';
import { environmentCredential } from '../core/auth/sources/environmentCredential.ts';
import { commandCredential } from '../core/auth/sources/commandCredential.ts';
import { CredentialCache } from '../core/auth/sources/credentialCache.ts';
import { vaultCredential } from '../core/auth/sources/vaultCredential.ts';
import type { Credential } from '../core/auth/credential.ts';
import { type FindCredential, heldCredentials } from '../core/auth/heldCredentials.ts';
import { ServiceTime } from '../core/auth/serviceTime.ts';
import { SharedTokens } from '../core/auth/sharedTokens.ts';
import { TokenKeepers } from '../core/auth/tokenKeepers.ts';
import type { Credentials } from '../core/auth/withCredentials.ts';
import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import { shortSender } from '../core/qianfan/shortSender.ts';
import type { SendShort } from '../core/shortRequest.ts';
import type { Ledger } from '../core/spend/ledger.ts';
import type { Configuration } from '../host/configuration.ts';
import { AccountStore } from '../host/credentials/accountStore.ts';
import { Accounts } from '../host/credentials/accounts.ts';
import { CurrentAccount } from '../host/credentials/currentAccount.ts';

/** Global-state key: whether accounts were stored, to detect that the secret storage lost them. */
const STORED = 'keyStored';

interface CredentialParts {
  readonly context: vscode.ExtensionContext;
  readonly configuration: Configuration;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The user's accounts, and the credentials derived from them. */
export interface ConnectedCredentials {
  readonly accounts: Accounts;
  readonly current: CurrentAccount;
  /** Authorizes with the user's accounts; tokens are shared with the other windows. */
  readonly credentials: Credentials;
  /** Authorizes with the given credential only, and shares no tokens. */
  readonly candidate: (credential: Credential) => Credentials;
  /** Sends short requests, such as those for tokens, over the same network as the chat. */
  readonly send: SendShort;
  readonly time: ServiceTime;
  readonly storeVaultToken: (token: string) => Promise<void>;
  /** Encrypts data at rest; known only to this installation. Throws `no-credentials`. */
  readonly sealingKey: () => Promise<Uint8Array>;
  /** Allows refused credentials to be tried again, and drops cached credentials of the command and the vault. */
  readonly forgive: () => void;
  /** Aborts token requests in flight. */
  readonly close: () => void;
}

/** Connects the sources of credentials to the tokens and signatures made from them. */
export function connectCredentials({
  context,
  configuration,
  ledger,
  clock,
  logger,
}: CredentialParts): ConnectedCredentials {
  const time = new ServiceTime(clock);
  const sender = { fetch: () => time.watch(globalThis.fetch), clock, logger };
  const store = new AccountStore(context.secrets);
  const command = new CredentialCache({
    source: commandCredential({ command: () => configuration.get('wenxin.credentialCommand'), clock, logger }),
    clock,
    logger,
  });
  const vault = new CredentialCache({
    source: vaultCredential({
      settings: () => ({
        address: configuration.get('wenxin.vault.address'),
        path: configuration.get('wenxin.vault.path'),
        namespace: configuration.get('wenxin.vault.namespace'),
      }),
      environment: process.env,
      vaultToken: () => store.vaultToken(),
      ...sender,
    }),
    clock,
    logger,
  });
  const accounts = new Accounts({
    store,
    source: () => configuration.get('wenxin.credentialSource'),
    others: { environment: environmentCredential(process.env), command: command.read, vault: vault.read },
    marker: {
      get: () => context.globalState.get<boolean>(STORED) === true,
      set: isStored => void context.globalState.update(STORED, isStored),
    },
    logger,
  });
  const network = {
    send: shortSender(sender),
    clock,
    time,
    logger,
    // An invalid address reads as null; treat it as empty, so that nothing is sent there.
    iamUrl: () => configuration.get('wenxin.iamUrl') ?? '',
    oauthUrl: () => configuration.get('wenxin.oauthUrl') ?? '',
  };
  const shared = new SharedTokens({
    database: () => ledger.file(),
    sealingKey: () => store.sealingKey(),
    clock,
    logger,
  });
  const keepers = new TokenKeepers({ ...network, share: (origin, fetch) => shared.share(origin, fetch) });
  const forgive = (): void => {
    keepers.forgiveAll();
    command.forget();
    vault.forget();
  };
  const current = new CurrentAccount(accounts, configuration, logger);
  return {
    accounts,
    current,
    credentials: heldCredentials({ find: current.find, keepers, time }),
    candidate: credential => {
      const find: FindCredential = () => Promise.resolve({ credential, origins: 'any' });
      return heldCredentials({ find, keepers: new TokenKeepers(network), time });
    },
    send: network.send,
    time,
    storeVaultToken: token => store.storeVaultToken(token),
    sealingKey: () => store.sealingKey(),
    forgive,
    close: () => keepers.close(),
  };
}
