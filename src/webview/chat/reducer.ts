import type { AnswerView, ChatView, HostMessage, TurnView } from '../../protocol/chat.ts';

/**
 * What the page shows after a message from the host; `undefined` before the first snapshot. Turns that did not change
 * keep their identity, so that nothing of them is rendered again.
 */
export function reduce(view: ChatView | undefined, message: HostMessage): ChatView | undefined {
  if (message.type === 'snapshot') return message.view;
  if (view === undefined) return undefined;
  switch (message.type) {
    case 'turn':
      return { ...view, turns: withTurn(view.turns, message.turn) };
    case 'delta': {
      const turn = view.turns.findLast(({ id }) => id === message.turnId);
      if (turn === undefined || !isAnswering(turn.answer)) return view;
      const { answer } = turn;
      const grown: AnswerView = {
        ...answer,
        state: 'streaming',
        reasoning: answer.reasoning + message.reasoning,
        text: answer.text + message.text,
      };
      return { ...view, turns: withTurn(view.turns, { ...turn, answer: grown }) };
    }
    case 'changed':
      return { ...view, ...message.change };
    case 'focusComposer':
      return view;
  }
}

/** Whether more of this answer is to come. */
export function isAnswering(answer: AnswerView): boolean {
  return answer.state === 'waiting' || answer.state === 'streaming';
}

function withTurn(turns: readonly TurnView[], turn: TurnView): readonly TurnView[] {
  const index = turns.findLastIndex(({ id }) => id === turn.id);
  return index < 0 ? [...turns, turn] : turns.with(index, turn);
}
