import assert from 'node:assert/strict';
import type { Booking } from '../../../src/core/booking.ts';
import type { ChatBackend, ChatEvent, ChatRequest } from '../../../src/core/chat.ts';
import type { Turn } from '../../../src/core/conversation/conversation.ts';
import type { Draft, History, KeptConversation } from '../../../src/core/conversation/history.ts';
import type { SessionSettings } from '../../../src/core/conversation/nextTurn.ts';
import { Session } from '../../../src/core/conversation/session.ts';
import type { SessionChange } from '../../../src/core/conversation/shownConversation.ts';
import type { Feature } from '../../../src/core/feature.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

/** A history that keeps everything in memory. */
export class MemoryHistory implements History {
  readonly saved = new Map<string, Turn[]>();
  saves = 0;

  readonly tips = new Map<string, string>();

  load(id: string): Promise<KeptConversation | undefined> {
    const turns = this.saved.get(id);
    return Promise.resolve(turns && { id, turns, tip: this.tips.get(id) });
  }

  saveTip(id: string, turnId: string): Promise<void> {
    this.tips.set(id, turnId);
    return Promise.resolve();
  }

  save(id: string, turn: Turn): Promise<void> {
    this.saves++;
    const turns = this.saved.get(id) ?? [];
    const place = turns.findIndex(each => each.id === turn.id);
    const kept = structuredClone(turn);
    this.saved.set(id, place < 0 ? [...turns, kept] : turns.with(place, kept));
    return Promise.resolve();
  }

  loadDraft(): Draft | undefined {
    return undefined;
  }

  saveDraft(): Promise<void> {
    return Promise.resolve();
  }
}

/** The settings a session reads for every question. */
export const SETTINGS: SessionSettings = {
  model: 'ernie-5.1',
  maxOutputTokens: 4096,
  modelOutputTokens: 65_536,
  modelContextTokens: 131_072,
  temperature: undefined,
  maxTurnsSent: 20,
  replyLanguage: 'auto',
};

/** The end of a complete answer. */
export const DONE: ChatEvent = { type: 'done', finish: 'stop' };

const booking = (request: ChatRequest, outcome: Booking['outcome']): Booking => ({
  questionId: request.questionId,
  model: request.model,
  endpoint: 'test',
  usage: { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0 },
  source: 'usage',
  amountNanoYuan: 22_000,
  outcome,
  totalMs: 1,
});

/** Answers with the given events; a function among them is called in its place. */
export function scripted(...script: (ChatEvent | (() => void | Promise<void>))[]): {
  backend: ChatBackend;
  requests: ChatRequest[];
} {
  const requests: ChatRequest[] = [];
  const backend: ChatBackend = async function* (request, signal) {
    requests.push(request);
    for (const step of script) {
      if (typeof step === 'function') await step();
      if (signal.aborted) request.onBooked?.(booking(request, 'cancelled'));
      signal.throwIfAborted();
      if (typeof step !== 'function') {
        if (step.type === 'done') request.onBooked?.(booking(request, 'ok'));
        yield step;
      }
    }
  };
  return { backend, requests };
}

/** Returns a piece of an answer. */
export const text = (part: string): ChatEvent => ({ type: 'text', text: part });

/** Creates a session with this backend and records what tests inspect. */
export function begin(
  backend: ChatBackend,
  {
    settings = SETTINGS,
    settingsFor = (_feature: Feature): SessionSettings => settings,
    history = new MemoryHistory(),
    kept = undefined as KeptConversation | undefined,
  } = {},
) {
  const clock = new VirtualClock();
  const session = new Session(
    { backend, history, clock, logger: silentLogger, workspace: 'demo', settings: settingsFor },
    kept,
  );
  const changes: SessionChange[] = [];
  session.onDidChange(change => changes.push(change));
  return { session, history, changes, clock };
}

/** Returns a typed question. */
export const question = (words: string) => ({
  feature: 'chat' as const,
  question: words,
  prompt: words,
  attachments: [],
});

/** Returns the newest turn. */
export const lastTurn = (session: Session): Turn => {
  const turn = session.conversation.turns.at(-1);
  assert.ok(turn);
  return turn;
};
