import { systemClock } from '../core/clock.ts';
import { describeError } from '../core/errors.ts';
import { parseCommand } from './cliOptions.ts';
import { EXIT } from './exitCode.ts';
import { secretsOf } from './heldCredential.ts';
import { HELP } from './help.ts';
import { listenForInterrupts } from './interrupts.ts';
import { languageOf } from './language.ts';
import { messagesIn, type Say } from './messages.ts';
import { Output } from './output.ts';
import { outputLogger } from './outputLogger.ts';
import { runBatch } from './runBatch.ts';
import { hasGoodSqlite, LEAST_NODE, withoutSqliteWarning } from './sqliteOfNode.ts';
import { Stop } from './stop.ts';

/** The core's timers are unreferenced; this interval keeps the process alive. */
const ALIVE_MS = 60_000;

const { env: environment, stdin, stdout, stderr } = process;
const language = languageOf(environment);
const say = messagesIn(language);
const output = new Output(stderr, environment, secretsOf(environment));
const print = (text: string): void => void stdout.write(text);

withoutSqliteWarning();
void main(process.argv.slice(2)).then(code => {
  process.exitCode = code;
});

async function main(words: readonly string[]): Promise<number> {
  const alive = setInterval(() => undefined, ALIVE_MS);
  try {
    return await run(words);
  } catch (error) {
    for (const sentence of sentencesOf(error, say)) output.line(sentence);
    return EXIT.stopped;
  } finally {
    clearInterval(alive);
  }
}

async function run(words: readonly string[]): Promise<number> {
  const command = parseCommand(words);
  if (command.is === 'help') print(HELP[language]);
  if (command.is === 'version') print(`${process.env['ASK_WENXIN_VERSION'] ?? ''}\n`);
  if (command.is !== 'run') return EXIT.done;
  if (!(await hasGoodSqlite())) throw new Stop('oldNode', { least: LEAST_NODE, version: process.versions.node });
  const { options } = command;
  const logger = outputLogger(output, options.verbose);
  const interrupts = listenForInterrupts(() => output.line(say('interrupting')));
  let code: number = EXIT.stopped;
  try {
    const clock = systemClock;
    code = await runBatch({ options, environment, stdin, print, output, say, interrupts, clock, logger });
  } catch (error) {
    if (interrupts.exitCode === undefined) throw error;
    logger.info(describeError(error));
    code = interrupts.exitCode;
  } finally {
    interrupts.runEnded(code);
  }
  return code;
}

function sentencesOf(error: unknown, write: Say): readonly string[] {
  if (!(error instanceof Stop)) return [write('unexpected', { reason: describeError(error) })];
  return [...error.lines, write(error.id, error.values)];
}
