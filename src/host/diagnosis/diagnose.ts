import * as vscode from 'vscode';
import type { HeldCredential } from '../../core/auth/credential.ts';
import { mayReceive } from '../../core/auth/origins.ts';
import { type Authorization, noAuthorization } from '../../core/authorization.ts';
import type { Clock } from '../../core/clock.ts';
import { failureFrom } from '../../core/conversation/answer.ts';
import { WenxinError } from '../../core/errors.ts';
import type { ListedModel } from '../../core/qianfan/modelList.ts';
import { redact } from '../../core/redact.ts';
import type { TeamAccess } from '../cache/teamAccess.ts';
import { kindName } from '../credentials/credentialKind.ts';
import type { ConfiguredEndpoint } from '../endpointSetting.ts';
import { failureWords, inBrackets } from '../failures/failureNotices.ts';
import { sentences } from '../sentences.ts';
import { spokenSeconds } from '../secondsText.ts';
import type { Finding } from './finding.ts';
import { findName } from './hostName.ts';
import { clockFinding, networkFindings } from './surroundings.ts';
import { teamFinding } from './teamFinding.ts';

/** What a diagnosis examines. */
export interface Subjects {
  /** Throws `no-endpoint` when the setting is invalid. */
  readonly endpoint: () => ConfiguredEndpoint;
  readonly model: () => string;
  readonly readCredential: (signal: AbortSignal) => Promise<HeldCredential | undefined>;
  /** Authorizes at the endpoint, fetching a token if one is needed. Retries credentials that were refused before. */
  readonly authorize: (endpoint: ConfiguredEndpoint, signal: AbortSignal) => Promise<Authorization>;
  /** Returns the hosts that issue tokens for these credentials. */
  readonly tokenHosts: (credential: HeldCredential, endpoint: ConfiguredEndpoint) => readonly string[];
  /** Lists the service's models, which is free. */
  readonly list: (
    endpoint: ConfiguredEndpoint,
    authorization: Authorization,
    signal: AbortSignal,
  ) => Promise<readonly ListedModel[]>;
  /**
   * Returns how many milliseconds this computer's clock is ahead of a host's; 0 when the difference is harmless or
   * unknown.
   */
  readonly skewMs: (host: string) => number;
  /** Returns whether answers from this host were buffered on the way. */
  readonly isBuffered: (host: string) => boolean;
  /** Rejects when the ledger cannot be used. */
  readonly openLedger: () => Promise<void>;
  readonly team: TeamAccess;
  /** Returns VS Code's settings and the environment variables that affect the network. */
  readonly network: () => Readonly<Record<string, unknown>>;
  readonly clock: Clock;
}

/**
 * Checks each part of the connection without asking a model, so that nothing is charged. Throws only the signal's
 * reason.
 */
export async function diagnose(subjects: Subjects, signal: AbortSignal): Promise<readonly Finding[]> {
  const endpoint = readEndpoint(subjects);
  if ('finding' in endpoint) return [endpoint.finding];
  const { baseUrl, api = 'v2' } = endpoint;
  const { hostname, host } = new URL(baseUrl);
  const name = await findName(hostname, signal);
  const held = await readCredential(subjects, baseUrl, signal);
  const token = await findToken(subjects, endpoint, held.credential, signal);
  const service =
    token.finding?.state === 'bad' ? [] : await askService(subjects, endpoint, token.authorization, signal);
  const tokenHosts = held.credential === undefined ? [] : subjects.tokenHosts(held.credential, endpoint);
  const hosts = [...new Set([host, ...tokenHosts])];
  return [
    { state: 'info', label: vscode.l10n.t('Service address'), text: `${baseUrl} (${api})` },
    { state: 'info', label: vscode.l10n.t('Hosts that a company network must allow'), text: hosts.join(', ') },
    ...networkFindings(subjects.network(), endpoint.network),
    name,
    held.finding,
    ...(token.finding ? [token.finding] : []),
    ...service,
    ...clockFinding(hosts, subjects.skewMs),
    ...(subjects.isBuffered(host) ? [bufferedFinding(host)] : []),
    await ledgerFinding(subjects),
    await teamFinding(subjects.team, signal),
  ];
}

function readEndpoint({ endpoint }: Subjects): ConfiguredEndpoint | { readonly finding: Finding } {
  try {
    return endpoint();
  } catch (error) {
    return { finding: bad(vscode.l10n.t('Service address'), sentenceFor(error, '')) };
  }
}

async function readCredential(
  subjects: Subjects,
  baseUrl: string,
  signal: AbortSignal,
): Promise<{ readonly credential?: HeldCredential; readonly finding: Finding }> {
  const label = vscode.l10n.t('Key');
  const { origin, host } = new URL(baseUrl);
  try {
    const credential = await subjects.readCredential(signal);
    if (credential === undefined) return { finding: bad(label, vscode.l10n.t('No key is set.')) };
    if (!mayReceive(credential, origin)) {
      return { finding: bad(label, vscode.l10n.t('The key was given for another host than {host}.', { host })) };
    }
    const text = vscode.l10n.t('A key for {host} is set ({kind}).', {
      host,
      kind: kindName(credential.credential.kind),
    });
    return { credential, finding: { state: 'good', label, text } };
  } catch (error) {
    signal.throwIfAborted();
    return { finding: bad(label, sentenceFor(error, '')) };
  }
}

/** Fetches a token. Without credentials the service is asked anyway: its refusal shows that it is reachable. */
async function findToken(
  subjects: Subjects,
  endpoint: ConfiguredEndpoint,
  credential: HeldCredential | undefined,
  signal: AbortSignal,
): Promise<{ readonly authorization: Authorization | undefined; readonly finding?: Finding }> {
  if (credential === undefined) return { authorization: undefined };
  const label = vscode.l10n.t('Token');
  const needsToken = subjects.tokenHosts(credential, endpoint).length > 0;
  try {
    const authorization = await subjects.authorize(endpoint, signal);
    const text = vscode.l10n.t('A token was fetched with the key.');
    return { authorization, ...(needsToken && { finding: { state: 'good', label, text } }) };
  } catch (error) {
    signal.throwIfAborted();
    return { authorization: undefined, finding: bad(label, sentenceFor(error, '')) };
  }
}

async function askService(
  { clock, list, model }: Subjects,
  endpoint: ConfiguredEndpoint,
  authorization: Authorization | undefined,
  signal: AbortSignal,
): Promise<Finding[]> {
  const label = vscode.l10n.t('Answer');
  // V1 has no list of models, and all its other requests are charged.
  if (endpoint.api === 'v1') {
    return [{ state: 'info', label, text: vscode.l10n.t('V1 has nothing that can be asked free of charge.') }];
  }
  const startMs = clock.monotonicMs();
  const facts = () => ({ host: new URL(endpoint.baseUrl).host, seconds: spokenSeconds(clock.monotonicMs() - startMs) });
  try {
    const models = await list(endpoint, authorization ?? noAuthorization, signal);
    const answered = vscode.l10n.t('{host} answered in {seconds} s.', facts());
    return [{ state: 'good', label, text: answered }, modelFinding(model(), models)];
  } catch (error) {
    signal.throwIfAborted();
    if (authorization === undefined && error instanceof WenxinError && error.kind === 'credentials') {
      return [{ state: 'good', label, text: vscode.l10n.t('{host} answered in {seconds} s.', facts()) }];
    }
    return [bad(label, sentenceFor(error, model()))];
  }
}

function modelFinding(model: string, models: readonly ListedModel[]): Finding {
  const label = vscode.l10n.t('Model');
  if (models.some(({ id }) => id.toLowerCase() === model.toLowerCase())) {
    return { state: 'good', label, text: vscode.l10n.t('{model} is offered.', { model }) };
  }
  return bad(label, vscode.l10n.t('{model} is not in the list of models that are offered.', { model }));
}

function bufferedFinding(host: string): Finding {
  return bad(
    vscode.l10n.t('Streaming'),
    vscode.l10n.t('Answers from {host} arrive all at once: something on the way, such as a proxy, holds them back.', {
      host,
    }),
  );
}

async function ledgerFinding({ openLedger }: Subjects): Promise<Finding> {
  const label = vscode.l10n.t('Ledger');
  try {
    await openLedger();
    return { state: 'good', label, text: vscode.l10n.t('The spend can be counted.') };
  } catch (error) {
    return bad(label, sentenceFor(error, ''));
  }
}

function bad(label: string, text: string): Finding {
  return { state: 'bad', label, text };
}

function sentenceFor(error: unknown, model: string): string {
  const failure = failureFrom(error);
  const { what, next } = failureWords(failure, { model });
  // The code of a proxy's refusal is that of our own HTTP client, which means nothing to anyone.
  const code = failure.kind.startsWith('proxy-') ? undefined : failure.code;
  return redact(sentences([what, inBrackets([code, failure.status]), next]));
}
