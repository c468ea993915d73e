import { newAnswer } from '../../../src/core/conversation/answer.ts';
import { systemClock as clock } from '../../../src/core/clock.ts';
import type { Turn } from '../../../src/core/conversation/conversation.ts';
import { HistoryStore } from '../../../src/core/conversation/historyStore.ts';
import { silentLogger as logger } from '../../../src/core/logger.ts';

/**
 * A window in a process of its own, started as `<folder> <conversation> <turn>`. It is answered a number at a time, saves,
 * and tells each number that is saved, until it is killed.
 */
const [folder = '', conversation = '', id = ''] = process.argv.slice(2);

// The timers of the core do not keep a process alive.
setInterval(() => undefined, 60_000);

const store = await HistoryStore.open({ folder, workspace: 'w', clock, logger });
const { finish: _, ...answer } = { ...newAnswer('ernie-5.1'), state: 'streaming' as const, finish: undefined };
let turn: Turn = { id, feature: 'chat', question: '数', prompt: '数', attachments: [], askedAtMs: clock.now(), answer };
for (let number = 0; ; number++) {
  // Now and then something else than text comes, and the turn is written whole.
  const failures = number % 7 === 6 ? { failures: [] } : {};
  turn = { ...turn, answer: { ...turn.answer, ...failures, text: `${turn.answer.text}${number},` } };
  await store.save(conversation, turn);
  process.send?.(number);
}
