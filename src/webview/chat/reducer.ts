import type { HostMessage } from '../../protocol/chat.ts';
import type { ChatView } from '../../protocol/chatView.ts';
import type { AnswerView } from '../../protocol/turnView.ts';
import type { TurnWindow } from '../../protocol/turnWindow.ts';
import { newestOf, withChanged, withMore, withTurn } from './turnWindow.ts';

/**
 * Returns the state of the page after a message from the host; `undefined` before the first snapshot. Unchanged turns
 * keep their identity, so that they are not rendered again.
 */
export function reduce(view: ChatView | undefined, message: HostMessage): ChatView | undefined {
  if (message.type === 'snapshot') return message.view;
  if (view === undefined) return undefined;
  switch (message.type) {
    case 'turn':
      return { ...view, ...withTurn(view, message.turn, message.total) };
    case 'delta': {
      const grown = withDelta(view, message);
      return grown === undefined ? view : { ...view, ...grown };
    }
    case 'turns':
      return { ...view, ...withMore(view, message) };
    case 'changed':
      return { ...view, ...message.change };
    case 'suggestions':
    case 'highlighted':
    case 'focusComposer':
    case 'showLatest':
    case 'showPlace':
    case 'showShortcuts':
    case 'ping':
      return view;
  }
}

/** Returns whether this answer is still in progress. */
export function isAnswering(answer: AnswerView): boolean {
  return answer.state === 'waiting' || answer.state === 'streaming';
}

/** Returns whether an answer is in progress, whether or not the page holds it. */
export function isBusy(view: TurnWindow): boolean {
  const newest = newestOf(view);
  return (newest !== undefined && isAnswering(newest.answer)) || view.turns.some(({ answer }) => isAnswering(answer));
}

function withDelta(view: TurnWindow, delta: Extract<HostMessage, { type: 'delta' }>): TurnWindow | undefined {
  return withChanged(view, delta.turnId, turn => {
    const { answer } = turn;
    if (!isAnswering(answer)) return turn;
    const reasoning = answer.reasoning + delta.reasoning;
    return { ...turn, answer: { ...answer, state: 'streaming', reasoning, text: answer.text + delta.text } };
  });
}
