import { parentPort } from 'node:worker_threads';
import { UsageDesk, type UsageQuestion } from '../core/spend/report/usageDesk.ts';

// The worker thread of `UsageReader`.
const desk = new UsageDesk();
parentPort?.on('message', (question: UsageQuestion) => parentPort?.postMessage(desk.answer(question)));
