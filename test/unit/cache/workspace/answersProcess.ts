import { setTimeout } from 'node:timers/promises';
import { WorkspaceAnswers } from '../../../../src/core/cache/workspace/workspaceAnswers.ts';
import { systemClock } from '../../../../src/core/clock.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import { slowClock } from '../../../support/patientClock.ts';
import { HOUR_MS, SEALING_KEY, keyOf, textOf } from './answerWindows.ts';

/**
 * A window in a separate process, started by `answersProcesses.test.ts` as `<folder> <what> <maxBytes>`: `write`
 * stores answers to 50 questions in rounds until it gets a message or is killed, and sends `going` once some are
 * written; `ask` replies to each question with the text of its answer, or `miss`.
 */
const [folder = '', what, maxBytes] = process.argv.slice(2);

// The timers of answers do not keep a process alive; this one has to run until it has finished its work.
const alive = setInterval(() => undefined, 60_000);

const answers = new WorkspaceAnswers({
  folder,
  sealingKey: () => Promise.resolve(SEALING_KEY),
  maxBytes: () => Number(maxBytes),
  // On a busy machine, opening the file takes longer than a lookup waits, which would be a miss.
  clock: what === 'ask' ? slowClock : systemClock,
  logger: { ...silentLogger, warn: message => process.stderr.write(`${message}\n`) },
});

if (what === 'ask') {
  process.on('message', question => {
    void Promise.resolve(answers.get(keyOf(String(question)))).then(answer => process.send?.(textOf(answer) ?? 'miss'));
  });
} else {
  let isTold = false;
  let isOver = false;
  process.once('message', () => (isOver = true));
  for (let round = 0; !isOver; round++) {
    for (let number = 0; number < 50; number++) {
      const text = `answer to ${number}: ${'x'.repeat(((round * 50 + number) % 97) * 100)}`;
      answers.put(keyOf(`${number}`), { content: [{ type: 'text', text }], answeredAtMs: Date.now() }, HOUR_MS);
      if (number % 10 === 9) await setTimeout(1);
    }
    if (!isTold && answers.bytes() > 100_000) isTold = process.send?.('going') ?? false;
  }
  await answers.close();
  clearInterval(alive);
  process.disconnect();
}
