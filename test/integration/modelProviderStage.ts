import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { bearer } from '../../src/core/auth/apiKey.ts';
import type { ChatBackend, ChatRequest } from '../../src/core/chat.ts';
import { createClient } from '../../src/core/client.ts';
import { UNNAMED_CONSUMER } from '../../src/host/consumer.ts';
import { Emitter } from '../../src/core/emitter.ts';
import { WenxinError } from '../../src/core/errors.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { createQianfanBackend } from '../../src/core/qianfan/http.ts';
import { ModelDirectory } from '../../src/core/qianfan/modelDirectory.ts';
import type { ListedModel } from '../../src/core/qianfan/modelList.ts';
import { Budgets } from '../../src/core/spend/budgets.ts';
import { Experience } from '../../src/core/spend/experience.ts';
import { CAP, DailyCap } from '../../src/host/modelProvider/dailyCap.ts';
import type { OfferedModel } from '../../src/host/modelProvider/modelInformation.ts';
import { UseConsent } from '../../src/host/modelProvider/useConsent.ts';
import { WenxinModels } from '../../src/host/modelProvider/wenxinModels.ts';
import { exampleLedger } from '../support/exampleLedger.ts';
import { noonClock } from '../support/noonClock.ts';
import type { Simulator } from '../support/simulator/simulator.ts';

/** Classes that are missing in the types of VS Code 1.104. */
const { LanguageModelThinkingPart, LanguageModelDataPart } = vscode as unknown as {
  readonly LanguageModelThinkingPart: new (value: string) => { readonly value: string };
  readonly LanguageModelDataPart: {
    new (data: Uint8Array, mimeType: string): { readonly data: Uint8Array; readonly mimeType: string };
    image(data: Uint8Array, mimeType: string): object;
  };
};

/** Returns a message of the user. */
export function user(
  ...given: Parameters<typeof vscode.LanguageModelChatMessage.User>
): vscode.LanguageModelChatMessage {
  return vscode.LanguageModelChatMessage.User(...given);
}

/** Collects all values of an async iterable. */
export async function collected<T>(values: AsyncIterable<T> | undefined): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values ?? []) all.push(value);
  return all;
}

/** Returns an image as part of a message. */
export function picture(): object {
  return LanguageModelDataPart.image(new Uint8Array([1, 2, 3]), 'image/png');
}

/** A request to the provider. */
interface Asking {
  readonly messages?: readonly vscode.LanguageModelChatMessage[];
  readonly options?: Partial<vscode.ProvideLanguageModelChatResponseOptions> & { readonly requestInitiator?: string };
  readonly token?: vscode.CancellationToken;
  readonly model?: string;
  /** Called for each part as it arrives. */
  readonly onPart?: () => void;
}

/** The user's service and settings. */
interface Person {
  hasCredentials: boolean;
  list: readonly ListedModel[] | undefined;
  maxOutputTokens: number;
  /** Thrown when the settings are read. */
  unusable?: WenxinError;
}

/** Creates the provider on top of the real client, a ledger and the simulator. */
export function modelProviderStage(simulator: Simulator) {
  const clock = noonClock;
  const logger = silentLogger;
  const ledger = exampleLedger({ clock });
  const person: Person = { hasCredentials: true, list: undefined, maxOutputTokens: 4096 };
  const models = new ModelDirectory({ ownPrices: () => ({}), list: () => person.list, payment: () => 'tokens', clock });
  const experience = new Experience({
    database: () => ledger.file(),
    onBooked: ledger.onDidChange,
    clock,
    logger,
  });
  const client = createClient({
    transport: createQianfanBackend({
      fetch: () => globalThis.fetch,
      clock,
      logger,
      timeouts: () => ({ firstTokenMs: 10_000, betweenTokensMs: 10_000, totalMs: 30_000 }),
    }),
    experience,
    credentials: async () => {
      if (!person.hasCredentials) throw new WenxinError('no-credentials', 'there is none', { code: 'none' });
      return bearer(simulator.key);
    },
    endpoints: () => [{ name: 'Simulator', baseUrl: simulator.baseUrl }],
    ledger,
    findPrice: id => models.find(id).price,
    settings: () => ({
      maxConcurrency: 5,
      requestsPerMinute: 0,
      tokensPerMinute: 0,
      maxAttempts: 1,
      failureThreshold: 9,
      recoveryMs: 1,
    }),
    clock,
    logger,
  });
  /** Requests that reached the client, in order. */
  const requests: ChatRequest[] = [];
  const backend: ChatBackend = (request, signal) => {
    requests.push(request);
    return client(request, signal);
  };
  const credentialChanges = new Emitter<void>();
  const budgets = new Budgets(ledger, () => []);
  /** Two consumers already have access; the user is asked about all others. */
  const memory = new Map<string, unknown>(
    [UNNAMED_CONSUMER, 'someone.else'].map(consumer => [`modelProviderAllowed.${consumer}`, true]),
  );
  const remembered = {
    keys: () => [...memory.keys()],
    get: (key: string) => memory.get(key),
    // Like VS Code, which deletes the key of an undefined value.
    update: async (key: string, value: unknown) => {
      if (value === undefined) memory.delete(key);
      else memory.set(key, value);
    },
  };
  const consent = new UseConsent(remembered, logger);
  const provider = new WenxinModels({
    backend,
    models,
    priceOf: id => models.find(id).price,
    experience,
    settings: () => {
      if (person.unusable !== undefined) throw person.unusable;
      const { maxOutputTokens } = person;
      const { host } = new URL(simulator.url);
      return { model: 'ernie-5.1', maxOutputTokens, temperature: undefined, host, api: 'v2' };
    },
    hasCredentials: async () => person.hasCredentials,
    onDidChangeCredentials: credentialChanges.event,
    cap: new DailyCap({
      budgetTools: {
        all: () => (budgets.states() ?? []).map(({ budget }) => budget),
        keep: (name, limit) => budgets.keep(name, limit),
      },
      ready: () => ledger.ready(),
      memory: remembered,
      onDecidedFor: consumer => consent.allow(consumer),
      logger,
    }),
    consent,
    workspace: 'shop',
    clock,
    logger,
  });
  /** Sends a request to the provider and returns its parts: texts as strings, other parts as labelled objects. */
  const ask = async (asking: Asking = {}): Promise<unknown[]> => {
    const { messages = [vscode.LanguageModelChatMessage.User('你好')], options = {}, onPart } = asking;
    const parts: unknown[] = [];
    const progress = {
      report: (part: unknown) => {
        parts.push(shown(part));
        onPart?.();
      },
    };
    const { token = new vscode.CancellationTokenSource().token, model = 'ernie-5.1' } = asking;
    const all = { toolMode: vscode.LanguageModelChatToolMode.Auto, ...options };
    await provider.provideLanguageModelChatResponse({ id: model }, messages, all, progress, token);
    return parts;
  };
  return {
    provider,
    consent,
    person,
    ledger,
    budgets,
    memory,
    requests,
    ask,
    /** Provides credentials while the command that asks for them is still running. */
    giveCredentials: () => {
      person.hasCredentials = true;
      credentialChanges.fire();
    },
    list: (silent = true): Promise<OfferedModel[]> => provider.provideLanguageModelChatInformation({ silent }),
    /** Records that the user chose to have no limit. */
    decideNoCap: () => void memory.set('modelProviderUnlimited', true),
    decideCap: (nanoYuan: number) => budgets.keep(CAP, nanoYuan),
    close: async () => {
      experience.dispose();
      await ledger.close();
    },
  };
}

function shown(part: unknown): unknown {
  if (part instanceof vscode.LanguageModelTextPart) return part.value;
  if (part instanceof vscode.LanguageModelToolCallPart) return { id: part.callId, name: part.name, input: part.input };
  if (part instanceof LanguageModelThinkingPart) return { reasoning: part.value };
  if (part instanceof LanguageModelDataPart) {
    return { type: part.mimeType, value: JSON.parse(new TextDecoder().decode(part.data)) as unknown };
  }
  return assert.fail('a part that nobody knows');
}
