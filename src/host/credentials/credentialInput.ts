import * as vscode from 'vscode';
import { readPastedKey } from '../../core/auth/apiKey.ts';
import type { Credential } from '../../core/auth/credential.ts';
import { CONSOLE_PAGES } from '../consolePages.ts';
import { askForSecret, type SecretAnswer, type SecretQuestion } from './secretInput.ts';

/** Who operates the host that credentials go to. */
export type HostKind = 'baidu' | 'local' | 'other';

/** Where credentials are sent. */
export interface Destination {
  /** Host that answers questions. */
  readonly host: string;
  readonly hostKind: HostKind;
  /** Host that issues tokens for key pairs. */
  readonly tokenHost: string;
}

/** The credential, `back` to the choice of its kind, or `undefined` when the user cancels. */
export type CredentialAnswer = Credential | 'back' | undefined;

/** Asks for the parts of a credential, one after the other. */
export async function askForCredential(kind: Credential['kind'], to: Destination): Promise<CredentialAnswer> {
  switch (kind) {
    case 'none':
      return { kind };
    case 'apiKey':
      return askForApiKey(to);
    case 'accessCode': {
      const answer = await askForSecret(accessCodeQuestion(to));
      return answer?.does === 'goOn' ? { kind, code: answer.value } : outcomeOf(answer);
    }
    case 'iam':
    case 'app':
      return askForPair(kind, to);
  }
}

/** Asks for an API Key. A pasted Access Key is half of another kind; the user can continue with that kind. */
async function askForApiKey(to: Destination): Promise<CredentialAnswer> {
  const answer = await askForSecret(apiKeyQuestion(to));
  if (answer?.does === 'turn') return askForPair('iam', to, answer.value);
  return answer?.does === 'goOn' ? { kind: 'apiKey', key: answer.value } : outcomeOf(answer);
}

async function askForPair(kind: 'iam' | 'app', to: Destination, typed?: string): Promise<CredentialAnswer> {
  for (let first = typed; ; first = undefined) {
    if (first === undefined) {
      const answer = await askForSecret(pairQuestion(kind, 'first', to));
      if (answer?.does !== 'goOn') return outcomeOf(answer);
      first = answer.value;
    }
    const answer = await askForSecret(pairQuestion(kind, 'second', to));
    if (answer?.does === 'back') continue;
    if (answer?.does !== 'goOn') return undefined;
    const secretKey = answer.value;
    return kind === 'iam' ? { kind, accessKey: first, secretKey } : { kind, apiKey: first, secretKey };
  }
}

function outcomeOf(answer: SecretAnswer): 'back' | undefined {
  return answer?.does === 'back' ? 'back' : undefined;
}

function apiKeyQuestion({ host, hostKind }: Destination): SecretQuestion {
  const isBaidu = hostKind === 'baidu';
  return {
    title: vscode.l10n.t('API Key for {host}', { host }),
    prompt: apiKeyPrompt(host, hostKind),
    ...(isBaidu && { placeholder: 'bce-v3/ALTAK-…/…' }),
    step: 2,
    totalSteps: 2,
    ...(isBaidu && { page: { name: vscode.l10n.t('Open API Key Page'), url: CONSOLE_PAGES.apiKeys } }),
    advise: typed => apiKeyAdvice(typed, isBaidu),
    read: typed => {
      const read = readPastedKey(typed, isBaidu);
      return read.is === 'key' || read.is === 'otherKind' ? { value: read.key } : vscode.l10n.t('Paste the API Key.');
    },
    turn: {
      name: vscode.l10n.t('Use as AK/SK'),
      mayTake: typed => readPastedKey(typed, isBaidu).is === 'accessKey',
    },
  };
}

function apiKeyPrompt(host: string, hostKind: HostKind): string {
  switch (hostKind) {
    case 'baidu':
      return vscode.l10n.t(
        'Kept encrypted by VS Code and sent only to {host}. Qianfan console, System Management, API Key.',
        { host },
      );
    case 'local':
      return vscode.l10n.t('Kept encrypted by VS Code and sent only to {host}, which is this computer.', { host });
    case 'other':
      return vscode.l10n.t(
        'Kept encrypted by VS Code and sent only to {host}. This host does not belong to Baidu: whoever runs it can read the key and your questions.',
        { host },
      );
  }
}

/** Says what the format of a pasted text suggests. */
function apiKeyAdvice(pasted: string, isBaidu: boolean): string | vscode.InputBoxValidationMessage | undefined {
  switch (readPastedKey(pasted, isBaidu).is) {
    case 'key':
      return undefined;
    case 'empty':
      return pasted === '' ? undefined : vscode.l10n.t('Paste the API Key.');
    case 'damaged':
      return vscode.l10n.t('There are spaces, line breaks or other characters in it that no API Key has.');
    case 'accessKey':
      return vscode.l10n.t('This looks like an Access Key, not an API Key. An API Key starts with bce-v3/.');
    case 'otherKind':
      return {
        message: vscode.l10n.t(
          'This looks like the key of another kind, not an API Key. An API Key starts with bce-v3/.',
        ),
        severity: vscode.InputBoxValidationSeverity.Warning,
      };
  }
}

function pairQuestion(kind: 'iam' | 'app', part: 'first' | 'second', to: Destination): SecretQuestion {
  const name = partName(kind, part);
  const missing = vscode.l10n.t('Paste the {name}.', { name });
  return {
    title: vscode.l10n.t('{name} for {host}', { name, host: to.host }),
    prompt: pairPrompt(kind, part, to),
    step: part === 'first' ? 2 : 3,
    totalSteps: 3,
    ...(kind === 'iam' && { page: { name: vscode.l10n.t('Open Access Key Page'), url: CONSOLE_PAGES.accessKeys } }),
    advise: typed => pairAdvice(typed, part, name),
    read: typed => {
      const value = tidy(typed);
      return value !== '' && pairAdvice(typed, part, name) === undefined ? { value } : missing;
    },
  };
}

function partName(kind: 'iam' | 'app', part: 'first' | 'second'): string {
  if (part === 'second') return 'Secret Key';
  return kind === 'iam' ? 'Access Key' : 'API Key';
}

function pairPrompt(kind: 'iam' | 'app', part: 'first' | 'second', { host, tokenHost }: Destination): string {
  if (kind === 'app') {
    return vscode.l10n.t(
      'Kept encrypted by VS Code and sent only to {tokenHost}, which gives access tokens for {host}.',
      {
        host,
        tokenHost,
      },
    );
  }
  return part === 'first'
    ? vscode.l10n.t(
        'Kept encrypted by VS Code. Exchanged at {tokenHost} for short-lived API keys, which go to {host}.',
        {
          host,
          tokenHost,
        },
      )
    : vscode.l10n.t('Kept encrypted by VS Code and sent nowhere: requests are signed with it on this computer.');
}

function pairAdvice(typed: string, part: 'first' | 'second', name: string): string | undefined {
  const value = tidy(typed);
  if (value === '') return undefined;
  if (!/^[\x21-\x7e]+$/.test(value)) {
    return vscode.l10n.t('There are spaces, line breaks or other characters in it that no {name} has.', { name });
  }
  if (value.startsWith('bce-v3/'))
    return vscode.l10n.t('This looks like an API Key of Qianfan, not a {name}.', { name });
  if (part === 'second' && /^ALTAK/.test(value)) {
    return vscode.l10n.t('This looks like an Access Key, not a {name}.', { name });
  }
  return undefined;
}

function accessCodeQuestion({ host }: Destination): SecretQuestion {
  const missing = vscode.l10n.t('Paste the access code.');
  return {
    title: vscode.l10n.t('Access Code for {host}', { host }),
    prompt: vscode.l10n.t('Kept encrypted by VS Code and sent only to {host}.', { host }),
    step: 2,
    totalSteps: 2,
    advise: typed => (/^[\x21-\x7e]*$/.test(tidy(typed)) ? undefined : missing),
    read: typed => (/^[\x21-\x7e]+$/.test(tidy(typed)) ? { value: tidy(typed) } : missing),
  };
}

/** Removes stray spaces and quotes around a pasted text. */
function tidy(pasted: string): string {
  return pasted
    .trim()
    .replace(/^(["'])(.*)\1$/s, '$2')
    .trim();
}
