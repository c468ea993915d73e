import type { Clock } from '../../core/clock.ts';
import type { AskOnce } from '../asking/oneQuestion.ts';
import type { ShownEdits } from './shownEdits.ts';

/** What edits are made with. */
export interface EditParts {
  readonly askOnce: AskOnce;
  readonly edits: ShownEdits;
  readonly clock: Clock;
}
