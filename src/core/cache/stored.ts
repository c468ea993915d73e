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
  /** The key of the same question by another way. `undefined` where the endpoint is not known any more. */
  readonly keyOfWay: (request: ChatRequest, endpoint: string, model: string) => AnswerKey | undefined;
  /** Where other windows and computers say what they are asking. */
  readonly boards: (request: KeyedRequest) => readonly FlightBoard[];
  /** Another number after everything that is kept was cleared: what was asked before that is not kept any more. */
  readonly epoch: () => number;
  /** Fetches a newer answer behind the scenes. */
  readonly refresh: (request: KeyedRequest, old: KeptAnswer) => void;
  readonly clock: Clock;
}

/**
 * Answers from the workspace and from the team where the same was asked before; else asks, once for all windows, and keeps
 * the answer under the key of the way that answered, which need not be the way that was asked.
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
      // Who had the lead before may have kept its answer while this one looked for it.
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
    // Only now: whoever hears of a newer answer has the old one.
    if (isStale) refresh(request, answer);
  }

  /** To those who wait for it goes only what they would be answered themselves. */
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
