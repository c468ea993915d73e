import { setTimeout } from 'node:timers/promises';
import { WorkspaceAnswers } from '../../../../src/core/cache/workspace/workspaceAnswers.ts';
import { systemClock } from '../../../../src/core/clock.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import { slowClock } from '../../../support/patientClock.ts';
import { HOUR_MS, SEALING_KEY, keyOf, textOf } from './answerWindows.ts';

/**
 * A window in a process of its own, started by `answersProcesses.test.ts` as `<folder> <what> <maxBytes>`:
 * `write` keeps answers to 50 questions round after round, telling `going` when some are written, until it hears anything
 * or is killed; `ask` tells the text of the answer to each question that it is sent, or `miss`.
 */
const [folder = '', what, maxBytes] = process.argv.slice(2);

// The timers of answers do not keep a process alive; this one has to stay until it has done its work.
const alive = setInterval(() => undefined, 60_000);

const answers = new WorkspaceAnswers({
  folder,
  sealingKey: () => Promise.resolve(SEALING_KEY),
  maxBytes: () => Number(maxBytes),
  // A busy machine takes longer to open the file than a question waits, which would be a miss.
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
