import { lookup } from 'node:dns/promises';
import * as vscode from 'vscode';
import { abortable } from '../../core/abortable.ts';
import { type ApiKey, bearer, mayReceive } from '../../core/auth/apiKey.ts';
import { type Authorization, noAuthorization } from '../../core/authorization.ts';
import type { Endpoint } from '../../core/chat.ts';
import type { Clock } from '../../core/clock.ts';
import { failureFrom } from '../../core/conversation/answer.ts';
import { WenxinError } from '../../core/errors.ts';
import type { ListedModel } from '../../core/qianfan/modelList.ts';
import { redact } from '../../core/redact.ts';
import { failureSentence, inBrackets, sentences } from '../failureNotices.ts';
import { secondsText } from '../secondsText.ts';
import type { Finding } from './finding.ts';

/** What a diagnosis looks at. */
export interface Subjects {
  /** Throws `no-endpoint` when the setting is broken. */
  readonly endpoint: () => Endpoint;
  readonly model: () => string;
  readonly readKey: () => Promise<ApiKey | undefined>;
  /** Lists the service's models, which is free. */
  readonly list: (
    endpoint: Endpoint,
    authorization: Authorization,
    signal: AbortSignal,
  ) => Promise<readonly ListedModel[]>;
  /** VS Code's settings and the environment's variables that decide how requests travel. */
  readonly network: () => Readonly<Record<string, unknown>>;
  readonly clock: Clock;
}

/**
 * Looks at each part of the way to the service, without asking a model anything, so that nothing is charged. Throws the
 * signal's reason and nothing else.
 */
export async function diagnose(subjects: Subjects, signal: AbortSignal): Promise<readonly Finding[]> {
  const endpoint = readEndpoint(subjects);
  if ('finding' in endpoint) return [endpoint.finding];
  const { baseUrl } = endpoint;
  const [name, key] = [await findName(new URL(baseUrl).hostname, signal), await readKey(subjects, baseUrl)];
  signal.throwIfAborted();
  const service = await askService(subjects, endpoint, key.apiKey, signal);
  return [
    { state: 'info', label: vscode.l10n.t('Service address'), text: baseUrl },
    ...networkFindings(subjects.network()),
    name,
    key.finding,
    ...service,
  ];
}

function readEndpoint({ endpoint }: Subjects): Endpoint | { readonly finding: Finding } {
  try {
    return endpoint();
  } catch (error) {
    return { finding: bad(vscode.l10n.t('Service address'), sentenceFor(error, '')) };
  }
}

function networkFindings(settings: Readonly<Record<string, unknown>>): Finding[] {
  return Object.entries(settings)
    .filter(([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0))
    .map(([label, value]) => ({
      state: 'info',
      label,
      text: redact(typeof value === 'string' ? value : JSON.stringify(value)),
    }));
}

/** Behind a proxy the name may well be unknown here: the proxy looks it up. */
async function findName(hostname: string, signal: AbortSignal): Promise<Finding> {
  const label = vscode.l10n.t('Host name');
  try {
    const addresses = await abortable(lookup(hostname, { all: true }), signal);
    return { state: 'info', label, text: `${hostname} → ${addresses.map(({ address }) => address).join(', ')}` };
  } catch {
    signal.throwIfAborted();
    const text = vscode.l10n.t('{host} is not known to this computer; a proxy may know it.', { host: hostname });
    return { state: 'info', label, text };
  }
}

async function readKey(
  { readKey }: Subjects,
  baseUrl: string,
): Promise<{ readonly apiKey?: ApiKey; readonly finding: Finding }> {
  const label = vscode.l10n.t('Key');
  const { origin, host } = new URL(baseUrl);
  try {
    const apiKey = await readKey();
    if (apiKey === undefined) return { finding: bad(label, vscode.l10n.t('There is none.')) };
    if (!mayReceive(apiKey, origin)) {
      return {
        finding: bad(label, vscode.l10n.t('There is one, but it was given for another host than {host}.', { host })),
      };
    }
    return { apiKey, finding: { state: 'good', label, text: vscode.l10n.t('There is one for {host}.', { host }) } };
  } catch (error) {
    return { finding: bad(label, sentenceFor(error, '')) };
  }
}

async function askService(
  { clock, list, model }: Subjects,
  endpoint: Endpoint,
  apiKey: ApiKey | undefined,
  signal: AbortSignal,
): Promise<Finding[]> {
  const label = vscode.l10n.t('Answer');
  const startMs = clock.monotonicMs();
  const facts = () => ({ host: new URL(endpoint.baseUrl).host, seconds: secondsText(clock.monotonicMs() - startMs) });
  try {
    const models = await list(endpoint, apiKey ? bearer(apiKey.key) : noAuthorization, signal);
    const answered = vscode.l10n.t('{host} answered in {seconds} s.', facts());
    return [{ state: 'good', label, text: answered }, modelFinding(model(), models)];
  } catch (error) {
    signal.throwIfAborted();
    if (apiKey === undefined && error instanceof WenxinError && error.kind === 'credentials') {
      return [{ state: 'good', label, text: vscode.l10n.t('{host} answered in {seconds} s.', facts()) }];
    }
    return [bad(label, sentenceFor(error, model()))];
  }
}

function modelFinding(model: string, models: readonly ListedModel[]): Finding {
  const label = vscode.l10n.t('Model');
  if (models.some(({ id }) => id.toLowerCase() === model.toLowerCase())) {
    return { state: 'good', label, text: vscode.l10n.t('{model} is offered to this key.', { model }) };
  }
  return bad(label, vscode.l10n.t('{model} is not in the list of models offered to this key.', { model }));
}

function bad(label: string, text: string): Finding {
  return { state: 'bad', label, text };
}

function sentenceFor(error: unknown, model: string): string {
  const failure = failureFrom(error);
  return redact(sentences([failureSentence(failure, model), inBrackets([failure.code, failure.status])]));
}
