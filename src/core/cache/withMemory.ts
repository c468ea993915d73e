import type { Backend, ChatBackend, ChatRequest, Origin } from '../chat.ts';
import type { Clock } from '../clock.ts';
import type { AnswerKey, KeyedRequest } from './answerStore.ts';
import type { CacheSettings } from './cacheSettings.ts';
import { ageOf } from './lifetimes.ts';
import type { KeptAnswer } from './keptAnswer.ts';
import type { MemoryAnswers } from './memory.ts';
import { replay } from './replay.ts';

interface WithMemoryOptions {
  readonly memory: MemoryAnswers;
  /** Called once for each question, while the cache is on. */
  readonly keyOf: (request: ChatRequest) => AnswerKey | undefined;
  readonly settings: () => CacheSettings;
  readonly clock: Clock;
  /** Called for each question that is answered from memory, before `done`. */
  readonly onAnswered: (request: ChatRequest, origin: Origin) => void;
}

/**
 * Assigns keys to questions, and answers from memory if possible. It adds nothing to the memory; the layers behind it
 * do, since they know what may be kept.
 */
export function withMemory(next: Backend<KeyedRequest>, options: WithMemoryOptions): ChatBackend {
  const { memory, keyOf, clock, onAnswered } = options;
  return async function* (request, signal) {
    signal.throwIfAborted();
    const settings = options.settings();
    const key = settings.enabled ? keyOf(request) : undefined;
    const answer = key === undefined || request.fresh ? undefined : find(key, request, settings);
    if (answer === undefined) {
      yield* next(key === undefined ? request : { ...request, key }, signal);
      return;
    }

    const { amountNanoYuan: savedNanoYuan, answeredAtMs } = answer;
    const origin: Origin = { level: 'memory', answeredAtMs, savedNanoYuan };
    for (const event of replay(answer, origin)) {
      signal.throwIfAborted();
      if (event.type === 'done') onAnswered(request, origin);
      yield event;
    }
  };

  function find(key: AnswerKey, { feature }: ChatRequest, settings: CacheSettings): KeptAnswer | undefined {
    const answer = memory.get(key);
    if (answer === undefined) return undefined;
    const age = ageOf(answer, feature, settings, clock.now());
    if (age === 'expired') memory.delete(key);
    return age === 'fresh' ? answer : undefined;
  }
}
