import { parentPort } from 'node:worker_threads';
import { HistoryDesk } from '../core/conversation/reader/historyDesk.ts';
import type { HistoryQuestion } from '../core/conversation/reader/historyQuestion.ts';

// The worker thread of `HistoryReader`.
const desk = new HistoryDesk();
parentPort?.on('message', (question: HistoryQuestion) => {
  void desk.answer(question).then(answer => parentPort?.postMessage(answer));
});
