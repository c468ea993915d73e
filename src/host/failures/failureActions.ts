import * as vscode from 'vscode';
import type { BudgetName } from '../../core/budget.ts';
import type { Consent } from '../../core/consent.ts';
import { isStillToContinue } from '../../core/conversation/continuation.ts';
import type { Answer, Failure } from '../../core/conversation/conversation.ts';
import type { Feature } from '../../core/feature.ts';
import { formatYuanAtMost } from '../../core/money.ts';
import { CONSOLE_PAGES, openPage } from '../consolePages.ts';
import { COMMANDS } from '../ids.ts';

/** One-click remedies for a failure. */
export type FailureActionId = QuestionActionId | WindowActionId;

/** Actions on the question itself, handled by its conversation. */
type QuestionActionId = AskingActionId | 'sendFewer' | 'editQuestion' | 'allowHost' | 'enterPrice' | 'loadAgain';

/** Actions that ask the question again. */
type AskingActionId =
  'continue' | 'retry' | 'allowOnce' | 'sendAnyway' | 'tryNow' | 'sendWhenBack' | 'useDearerModel' | 'resume';

type WindowActionId =
  | 'setCredentials'
  | 'switchAccount'
  | 'openSourceSettings'
  | 'setBudget'
  | 'showUsage'
  | 'openKeyPage'
  | 'openAccessKeyPage'
  | 'copyOwnerRequest'
  | 'openConsole'
  | 'topUp'
  | 'selectModel'
  | 'openEndpointSettings'
  | 'openTimeoutSettings'
  | 'openProxySettings'
  | 'openBrowser'
  | 'diagnose'
  | 'reloadWindow'
  | 'showLog';

const ASKING_ACTIONS: readonly FailureActionId[] = [
  'continue',
  'retry',
  'allowOnce',
  'sendAnyway',
  'tryNow',
  'sendWhenBack',
  'useDearerModel',
  'resume',
] satisfies readonly AskingActionId[];

const QUESTION_ACTIONS: readonly FailureActionId[] = [
  ...ASKING_ACTIONS,
  'sendFewer',
  'editQuestion',
  'allowHost',
  'enterPrice',
  'loadAgain',
];

/** Whether the action makes sense without a question in a conversation. */
export function isWindowAction(id: FailureActionId): id is WindowActionId {
  return !QUESTION_ACTIONS.includes(id);
}

/** Whether the action sends a question; only one such action can run at a time. */
export function isAsking(id: FailureActionId): id is AskingActionId {
  return ASKING_ACTIONS.includes(id);
}

/** Returns the label of a button below a failed answer. */
export function failureActionLabel(id: FailureActionId, answer: Answer): string {
  const { text, failure } = answer;
  switch (id) {
    case 'continue':
      return vscode.l10n.t({ message: 'Continue', comment: ['an answer that was cut'] });
    case 'retry':
      // A partial answer that was kept stays; asking again regenerates it.
      return text === '' || isStillToContinue(answer) ? vscode.l10n.t('Retry') : vscode.l10n.t('Regenerate');
    case 'allowOnce':
      return vscode.l10n.t('Allow Once (at most {max})', { max: formatYuanAtMost(failure?.worstNanoYuan ?? 0) });
    case 'sendAnyway':
      return vscode.l10n.t('Send Anyway');
    case 'tryNow':
      return vscode.l10n.t({ message: 'Try Now', comment: ['whether the endpoint works again'] });
    case 'sendWhenBack':
      return vscode.l10n.t('Send When Back Online');
    case 'useDearerModel':
      return vscode.l10n.t('Use This Time');
    case 'resume':
      return vscode.l10n.t('Resume and Send');
    case 'showUsage':
      return vscode.l10n.t('Show Usage and Spend');
    case 'editQuestion':
      return failure?.kind === 'unsafe' ? vscode.l10n.t('Edit Question') : vscode.l10n.t('Choose What to Remove');
    case 'sendFewer':
      return vscode.l10n.t('Send with Fewer Earlier Questions');
    case 'enterPrice':
      return vscode.l10n.t('Enter Price...');
    case 'loadAgain':
      return vscode.l10n.t('Load Again');
    case 'setBudget':
      return vscode.l10n.t('Set Budget...');
    case 'setCredentials':
      return vscode.l10n.t('Set Credentials...');
    case 'allowHost':
      return vscode.l10n.t('Send to {host}...', { host: failure?.host ?? '' });
    case 'switchAccount':
      return vscode.l10n.t('Switch Account...');
    case 'openSourceSettings':
      return vscode.l10n.t('Choose Key Source');
    case 'openKeyPage':
      return vscode.l10n.t('Open API Key Page');
    case 'openAccessKeyPage':
      return vscode.l10n.t('Open Access Key Page');
    case 'copyOwnerRequest':
      return vscode.l10n.t('Copy Request for Owner');
    case 'openConsole':
      return vscode.l10n.t('Open Console');
    case 'topUp':
      return vscode.l10n.t('Top Up');
    case 'selectModel':
      return vscode.l10n.t('Select Model...');
    case 'openEndpointSettings':
    case 'openTimeoutSettings':
      return vscode.l10n.t('Open Settings');
    case 'openProxySettings':
      return vscode.l10n.t('Open Proxy Settings');
    case 'diagnose':
      return vscode.l10n.t('Diagnose Connection');
    case 'openBrowser':
      return vscode.l10n.t('Open Browser');
    case 'reloadWindow':
      return vscode.l10n.t('Reload Window');
    case 'showLog':
      return vscode.l10n.t('Show Log');
  }
}

/** Returns what the user consents to by clicking a button that asks the question again. */
export function consentOf(id: AskingActionId, failure: Failure): Consent | undefined {
  switch (id) {
    case 'continue':
    case 'retry':
      return undefined;
    case 'allowOnce':
      return { allowance: { upToNanoYuan: failure.worstNanoYuan ?? 0 } };
    case 'sendAnyway':
      return { allowance: 'unpriced' };
    case 'tryNow':
      return { probe: true };
    case 'sendWhenBack':
      return { waitForNetwork: true };
    case 'useDearerModel':
      return { dearerModel: true };
    case 'resume':
      return { resume: true };
  }
}

/** Facts about the question that failed. */
interface FailedQuestion {
  /** The budget that blocked it. */
  readonly budget?: BudgetName | undefined;
  /** The feature that asked, which may have its own model. */
  readonly feature?: Feature;
}

/** Runs the action of a button. */
export async function runFailureAction(
  id: WindowActionId,
  host: string,
  { budget, feature }: FailedQuestion = {},
): Promise<void> {
  switch (id) {
    case 'setCredentials':
      return vscode.commands.executeCommand(COMMANDS.setCredentials);
    case 'setBudget':
      return vscode.commands.executeCommand(COMMANDS.setBudget, ...(budget === undefined ? [] : [budget]));
    case 'showUsage':
      return vscode.commands.executeCommand(COMMANDS.showUsage);
    case 'switchAccount':
      return vscode.commands.executeCommand(COMMANDS.switchAccount);
    case 'openSourceSettings':
      return openSettings('wenxin.credentialSource');
    case 'openKeyPage':
      return openPage(CONSOLE_PAGES.apiKeys);
    case 'openAccessKeyPage':
      return openPage(CONSOLE_PAGES.accessKeys);
    case 'copyOwnerRequest':
      return vscode.env.clipboard.writeText(ownerRequest());
    case 'openConsole':
      return openPage(CONSOLE_PAGES.home);
    case 'topUp':
      return openPage(CONSOLE_PAGES.billing);
    case 'selectModel':
      return vscode.commands.executeCommand(COMMANDS.selectModel, ...(feature === undefined ? [] : [feature]));
    case 'openEndpointSettings':
      return openSettings('wenxin.endpoints');
    case 'openTimeoutSettings':
      return openSettings('wenxin.timeouts');
    case 'openProxySettings':
      return openSettings('http.proxy');
    case 'diagnose':
      return vscode.commands.executeCommand(COMMANDS.diagnose);
    case 'openBrowser':
      return openPage(`https://${host}`);
    case 'reloadWindow':
      return vscode.commands.executeCommand('workbench.action.reloadWindow');
    case 'showLog':
      return vscode.commands.executeCommand(COMMANDS.showLog);
  }
}

/** Returns a message that a sub-user can send to the account's owner. */
function ownerRequest(): string {
  return vscode.l10n.t(
    'Please grant my sub-user of Baidu AI Cloud the policy IAMManageAPIKeyPolicy (IAM console, Users, Add Permission). With it my Access Key can create the short-lived API keys that the Ask Wenxin extension for VS Code uses to ask Qianfan.',
  );
}

async function openSettings(query: string): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettings', query);
}
