import type { Waiting } from '../chat.ts';
import type { FlightBoard, Landing, Lead } from './flightBoard.ts';

/** The leads on all boards, or the result of another process's flight. */
export interface Leads {
  /** The result; then nothing has to be sent. */
  readonly landing?: Landing;
  /** No board knows of this flight, so there was no other leader to wait for. */
  readonly isAlone: boolean;
  /** See `Lead.end`. */
  end(landing: Landing | undefined): void;
}

/** Takes the lead on each board in turn and yields its waits. Throws the signal's reason after releasing all leads. */
export async function* takeLeads(
  boards: readonly FlightBoard[],
  key: string,
  signal: AbortSignal,
): AsyncGenerator<Waiting, Leads> {
  const held: Lead[] = [];
  const end = (landing: Landing | undefined): void => {
    for (const lead of held.splice(0).reverse()) lead.end(landing);
  };
  let isTaken = false;
  try {
    for (const board of boards) {
      const taken = yield* board.take(key, signal);
      if (taken === undefined) continue;
      if (taken.type === 'lead') {
        held.push(taken);
        continue;
      }
      end(taken);
      isTaken = true;
      return { landing: taken, isAlone: false, end };
    }
    isTaken = true;
    return { isAlone: held.length === 0, end };
  } finally {
    if (!isTaken) end(undefined);
  }
}
