import type { Backend, ChatEvent, ChatRequest, Origin } from '../chat.ts';
import type { Clock } from '../clock.ts';
import { WenxinError } from '../errors.ts';
import type { AnswerKey, KeyedRequest } from './answerStore.ts';
import type { FlightBoard, Landing } from './flightBoard.ts';
import { Keeping } from './keeping.ts';
import type { KeptAnswer } from './keptAnswer.ts';
import { type Leads, takeLeads } from './leads.ts';
import { replay } from './replay.ts';
import { isServiceFailure } from './serviceFailure.ts';
import type { Found, StoredLevels } from './storedLevels.ts';

interface StoredOptions {
  readonly levels: StoredLevels;
  /** Returns the question's key for another endpoint and model; `undefined` if the endpoint is no longer known. */
  readonly keyOfWay: (request: ChatRequest, endpoint: string, model: string) => AnswerKey | undefined;
  /** The boards on which other windows and computers announce their flights. */
  readonly boards: (request: KeyedRequest) => readonly FlightBoard[];
  /** Changes when the cache is cleared: answers to questions sent before that are not kept. */
  readonly epoch: () => number;
  /** Fetches a newer answer in the background. */
  readonly refresh: (request: KeyedRequest, old: KeptAnswer) => void;
  readonly clock: Clock;
}

/**
 * Answers from the workspace and team levels if they have an answer. Otherwise sends the question, once for all
 * windows, and keeps the answer under the key of the endpoint and model that answered, which may differ from those
 * asked for.
 */
export function stored(next: Backend<KeyedRequest>, options: StoredOptions): Backend<KeyedRequest> {
  const { levels, keyOfWay, boards, epoch, refresh, clock } = options;

  return async function* (request, signal) {
    signal.throwIfAborted();
    const { key, fresh = false } = request;
    if (key === undefined) {
      yield* next(request, signal);
      return;
    }

    const begun = epoch();
    const found = fresh ? undefined : await levels.find(key, request.feature, signal);
    if (found !== undefined) {
      yield* give(request, key, found);
      return;
    }

    const leads = yield* takeLeads(boards(request), fresh ? `${key}#fresh` : key, signal);
    if (leads.landing !== undefined) {
      yield* land(key, leads.landing, begun);
      return;
    }
    let landing: Landing | undefined;
    try {
      // The previous leader may have kept its answer during the first lookup.
      const late = fresh || leads.isAlone ? undefined : await levels.find(key, request.feature, signal);
      if (late !== undefined) {
        landing = { type: 'answer', answer: late.answer };
        yield* give(request, key, late);
        return;
      }
      const keeping = new Keeping(request);
      for await (const event of next(keeping.request, signal)) {
        keeping.observe(event);
        if (event.type === 'done') landing = keep(request, keeping, begun);
        yield event;
      }
    } catch (error) {
      if (!signal.aborted && error instanceof WenxinError && isServiceFailure(error.kind)) {
        landing = { type: 'failure', error };
      }
      throw error;
    } finally {
      leads.end(landing);
    }
  };

  function* give(request: KeyedRequest, key: AnswerKey, { answer, level, isStale }: Found): Generator<ChatEvent> {
    if (!isStale) levels.keep(key, answer, level);
    yield* replay(answer, originOf(answer, level, isStale));
    // Last, so that the caller has the stale answer before `onFresher` is called.
    if (isStale) refresh(request, answer);
  }

  /** Followers get the answer only if it comes from the endpoint and model that they asked for. */
  function keep(request: KeyedRequest, keeping: Keeping, begun: number): Landing | undefined {
    const answer = keeping.answer(Math.floor(clock.now()));
    if (answer === undefined || keeping.way === undefined || epoch() !== begun) return undefined;
    const key = keyOfWay(request, keeping.way.endpoint, keeping.way.model);
    if (key !== undefined) levels.keep(key, answer, undefined);
    return key === request.key ? { type: 'answer', answer } : undefined;
  }

  function* land(key: AnswerKey, landing: NonNullable<Leads['landing']>, begun: number): Generator<ChatEvent> {
    if (landing.type === 'failure') throw landing.error;
    if (epoch() === begun) levels.keep(key, landing.answer, 'team');
    yield* replay(landing.answer, originOf(landing.answer, 'joined', false));
  }
}

function originOf(answer: KeptAnswer, level: Origin['level'], isStale: boolean): Origin {
  const { answeredAtMs, amountNanoYuan: savedNanoYuan } = answer;
  return { level, answeredAtMs, savedNanoYuan, ...(isStale && { isStale }) };
}
