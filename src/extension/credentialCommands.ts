import type * as vscode from 'vscode';
import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Ledger } from '../core/spend/ledger.ts';
import type { TeamAccess } from '../host/cache/teamAccess.ts';
import type { CommandTable } from '../host/commands/index.ts';
import type { Configuration } from '../host/configuration.ts';
import { clearCredentials } from '../host/credentials/clearCredentials.ts';
import { tokenHostsOf } from '../host/credentials/destination.ts';
import { checkAgain, setCredentials, type SetCredentialsOptions } from '../host/credentials/setCredentials.ts';
import { switchAccount } from '../host/credentials/switchAccount.ts';
import type { Subjects } from '../host/diagnosis/diagnose.ts';
import { diagnoseConnection } from '../host/diagnosis/diagnoseConnection.ts';
import { networkFacts } from '../host/diagnosis/networkFacts.ts';
import { ReportDocument } from '../host/diagnosis/reportDocument.ts';
import { COMMANDS } from '../host/ids.ts';
import { tellBrokenSetting } from '../host/storageNotices.ts';
import type { ConnectedCredentials } from './credentials.ts';
import type { ConnectedQianfan } from './qianfan.ts';

interface CredentialCommandParts {
  readonly context: vscode.ExtensionContext;
  readonly configuration: Configuration;
  readonly connected: ConnectedCredentials;
  readonly qianfan: ConnectedQianfan;
  readonly ledger: Ledger;
  readonly team: TeamAccess;
  readonly clock: Clock;
  readonly logger: Logger;
}

type CredentialCommandId =
  | typeof COMMANDS.setCredentials
  | typeof COMMANDS.clearCredentials
  | typeof COMMANDS.switchAccount
  | typeof COMMANDS.diagnose;

/** Returns the commands for credentials and for the connection diagnosis. */
export function credentialCommands(parts: CredentialCommandParts): Pick<CommandTable, CredentialCommandId> {
  const { context, configuration, connected, qianfan, ledger, team, clock, logger } = parts;
  const { accounts, current, credentials, time } = connected;
  const report = new ReportDocument();
  context.subscriptions.push(report);
  const { version: extensionVersion } = context.extension.packageJSON as { readonly version: string };

  const setting: SetCredentialsOptions = {
    accounts,
    configuration,
    endpoint: current.endpoint,
    check: qianfan.check,
    model: qianfan.model,
    storeVaultToken: connected.storeVaultToken,
    logger,
  };
  const set = (name?: string): void | Promise<void> => {
    if (configuration.get('wenxin.endpoints') === null) return tellBrokenSetting('wenxin.endpoints');
    return setCredentials(setting, name);
  };
  const readCredential: Subjects['readCredential'] = signal => current.find(current.endpoint().account, signal);
  const subjects: Subjects = {
    endpoint: current.endpoint,
    model: qianfan.model,
    readCredential,
    authorize: (to, signal) => {
      connected.forgive();
      return credentials(to, signal);
    },
    tokenHosts: ({ credential }, to) => tokenHostsOf(to, credential.kind, configuration),
    list: qianfan.list,
    skewMs: host => time.harmfulSkewMs(host),
    isBuffered: host => qianfan.bufferedHosts.isBuffered(host),
    openLedger: () => ledger.ready(),
    team,
    network: () => networkFacts(configuration, process.env),
    clock,
  };
  return {
    [COMMANDS.setCredentials]: () => set(),
    [COMMANDS.clearCredentials]: () => clearCredentials(accounts, configuration, logger),
    [COMMANDS.switchAccount]: () => switchAccount(accounts, configuration, async name => set(name)),
    [COMMANDS.diagnose]: () =>
      diagnoseConnection({
        subjects,
        askOnce: () => checkAgain(setting, readCredential),
        document: report,
        extensionVersion,
        logger,
      }),
  };
}
