import type { AnswerKey, AnswerStore, KeyedRequest } from '../../../src/core/cache/answerStore.ts';
import type { CacheSettings } from '../../../src/core/cache/cacheSettings.ts';
import type { FlightBoard, Landing, Lead } from '../../../src/core/cache/flightBoard.ts';
import type { KeptAnswer } from '../../../src/core/cache/keptAnswer.ts';
import { MemoryAnswers } from '../../../src/core/cache/memory.ts';
import type { StoredLevel } from '../../../src/core/cache/storedLevels.ts';
import { withCache } from '../../../src/core/cache/withCache.ts';
import type { ChatBackend, ChatEvent, ChatRequest, Endpoint, Origin, Waiting } from '../../../src/core/chat.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { exampleEndpoint, exampleRequest } from '../../support/exampleRequest.ts';
import { readEvents, ScriptedBackend, type Step } from '../../support/scriptedBackend.ts';
import { VirtualClock } from '../../support/virtualClock.ts';
import { exampleSettings } from './keptExample.ts';

/** A cache level that keeps answers in a map, and can respond asynchronously. */
class MapStore implements AnswerStore {
  readonly answers = new Map<AnswerKey, KeptAnswer>();
  /** Number of lookups. */
  gets = 0;
  isLate = false;

  get(key: AnswerKey): KeptAnswer | undefined | Promise<KeptAnswer | undefined> {
    this.gets++;
    const answer = this.answers.get(key);
    return this.isLate ? Promise.resolve(answer) : answer;
  }

  put(key: AnswerKey, answer: KeptAnswer): void {
    this.answers.set(key, answer);
  }
}

/** A flight board on which a test controls what other windows do. */
class SteeredBoard implements FlightBoard {
  /** Results of the next calls of `take`; the lead when empty. */
  readonly next: (Landing | undefined)[] = [];
  readonly keys: AnswerKey[] = [];
  /** How each lead ended. */
  readonly ended: (Landing | undefined)[] = [];

  async *take(key: AnswerKey): AsyncGenerator<Waiting, Lead | Landing | undefined> {
    await Promise.resolve();
    this.keys.push(key);
    if (this.next.length > 0) {
      yield { type: 'waiting', why: 'flight' };
      return this.next.shift();
    }
    let isEnded = false;
    const end = (landing?: Landing): void => {
      if (!isEnded) this.ended.push(landing);
      isEnded = true;
    };
    return { type: 'lead', end };
  }
}

interface StageOptions {
  readonly script?: readonly Step[] | ((request: KeyedRequest) => readonly Step[]);
  readonly endpoints?: readonly Endpoint[];
}

/** Returns the events of a plain answer. */
export function answerSteps(text: string, endpoint = 'example', model = 'ernie-test'): ChatEvent[] {
  return [
    { type: 'attempt', number: 1, endpoint, model },
    { type: 'text', text },
    { type: 'done', finish: 'stop', usage: USAGE },
  ];
}

export const USAGE = { inputTokens: 10, cachedInputTokens: 0, outputTokens: 5, reasoningTokens: 0 };

/** The complete cache of one window around a scripted service, with maps instead of the file and the server. */
export class CacheStage {
  readonly clock = new VirtualClock();
  readonly workspace = new MapStore();
  readonly team = new MapStore();
  readonly board = new SteeredBoard();
  readonly service: ScriptedBackend<KeyedRequest>;
  readonly answered: (Origin | undefined)[] = [];
  readonly memory: MemoryAnswers;
  readonly closing = new AbortController();
  settings: CacheSettings = exampleSettings();
  epoch = 0;
  isAffordable = true;
  readonly ask: ChatBackend;

  constructor({ script = answerSteps('neu'), endpoints = [exampleEndpoint] }: StageOptions = {}) {
    this.service = new ScriptedBackend(script);
    this.memory = new MemoryAnswers(() => this.settings.memoryEntries);
    const levels: readonly StoredLevel[] = [
      { level: 'workspace', store: this.workspace },
      { level: 'team', store: this.team },
    ];
    this.ask = withCache(this.service.backend, {
      places: {
        settings: () => this.settings,
        memory: this.memory,
        levels: () => levels,
        boards: () => [this.board],
        epoch: () => this.epoch,
        closing: this.closing.signal,
      },
      endpoints: () => endpoints,
      account: () => 'account',
      onUnanswered: () => undefined,
      isAffordable: () => this.isAffordable,
      onAnswered: (_request, origin) => this.answered.push(origin),
      clock: this.clock,
      logger: silentLogger,
    });
  }

  /** Sends a request, reads the whole answer, and waits for background writes. */
  async read(changes: Partial<ChatRequest> = {}): Promise<ChatEvent[]> {
    const events = await readEvents(this.ask(exampleRequest(changes), new AbortController().signal));
    await this.clock.advance(0);
    return events;
  }

  /** Like `read`, but returns the text and the level it came from. */
  async answer(changes: Partial<ChatRequest> = {}): Promise<[text: string, level: string]> {
    const events = await this.read(changes);
    const done = events.at(-1);
    const text = events.map(event => (event.type === 'text' ? event.text : '')).join('');
    return [text, (done?.type === 'done' ? done.origin?.level : undefined) ?? 'service'];
  }
}
