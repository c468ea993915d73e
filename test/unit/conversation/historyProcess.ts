import { newAnswer } from '../../../src/core/conversation/answer.ts';
import { systemClock as clock } from '../../../src/core/clock.ts';
import type { Turn } from '../../../src/core/conversation/conversation.ts';
import { HistoryStore } from '../../../src/core/conversation/historyStore.ts';
import { silentLogger as logger } from '../../../src/core/logger.ts';

/**
 * A window in its own process, started as `<folder> <conversation> <turn>`. Its answer grows by one number at a time;
 * it saves each number and then reports it, until the process is killed.
 */
const [folder = '', conversation = '', id = ''] = process.argv.slice(2);

// The timers of the core are unreferenced and do not keep the process alive.
setInterval(() => undefined, 60_000);

const store = await HistoryStore.open({ folder, workspace: 'w', clock, logger });
const { finish: _, ...answer } = { ...newAnswer('ernie-5.1'), state: 'streaming' as const, finish: undefined };
let turn: Turn = { id, feature: 'chat', question: '数', prompt: '数', attachments: [], askedAtMs: clock.now(), answer };
for (let number = 0; ; number++) {
  // Sometimes change more than the text, so that the turn is written whole.
  const failures = number % 7 === 6 ? { failures: [] } : {};
  turn = { ...turn, answer: { ...turn.answer, ...failures, text: `${turn.answer.text}${number},` } };
  await store.save(conversation, turn);
  process.send?.(number);
}
