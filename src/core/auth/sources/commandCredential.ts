import * as v from 'valibot';
import type { Clock } from '../../clock.ts';
import type { Logger } from '../../logger.ts';
import { redact } from '../../redact.ts';
import { CREDENTIAL_FIELDS, credentialFields, type FieldCredential } from './credentialFields.ts';
import { runProgram } from './program.ts';
import type { ReadCredential } from './readCredential.ts';
import { sourceFailure } from './sourceFailure.ts';

interface CommandCredentialOptions {
  /** The program and its arguments as the settings have them; empty when there is none. Read each time. */
  readonly command: () => readonly string[];
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Of what the program complained of, as much as tells its mistake. */
const QUOTE_CHARACTERS = 200;

/**
 * Runs the person's own program, which prints the fields of `credentialFields` as JSON and nothing else: the way to any
 * store of secrets. Each reading runs it anew: keep it behind `CredentialCache`. A field of an unknown name is refused,
 * because a misspelt `expiresAt` would keep the credential for ever. Whoever set the program chose the endpoints too, so
 * the credential may go to any. See `runProgram` for how it is run.
 */
export function commandCredential({ command, clock, logger }: CommandCredentialOptions): ReadCredential {
  return async signal => {
    const [program = '', ...args] = command();
    if (program === '') throw sourceFailure('command_unset', 'no program is set');
    const { exitCode, stdout, stderr } = await runProgram(program, args, clock, signal);
    if (stderr.trim() !== '') logger.warn(`The program for credentials says: ${quote(stderr)}`);
    if (exitCode !== 0) throw sourceFailure('command_failed', `the program ended with ${exitCode ?? 'a signal'}`);
    const read = readOutput(stdout);
    if (read.expiresAtMs !== undefined && read.expiresAtMs <= clock.now()) {
      throw sourceFailure('command_expired', 'what the program printed has expired');
    }
    return { ...read, origins: 'any' };
  };
}

/** No failure has a cause here: the parsers' own errors quote the text. */
function readOutput(stdout: string): FieldCredential {
  // Windows' shells begin with a byte order mark.
  const json = v.safeParse(v.pipe(v.string(), v.parseJson()), stdout.replace(/^\ufeff/, ''));
  if (!json.success) throw sourceFailure('command_not_json', 'the program printed no JSON');
  const fields = json.output;
  const read = credentialFields(fields);
  if (read === undefined || !hasOnlyKnown(fields)) {
    throw sourceFailure('command_wrong_shape', 'the program printed other fields than those of a credential');
  }
  return read;
}

function hasOnlyKnown(fields: unknown): boolean {
  return Object.keys(fields as object).every(name => CREDENTIAL_FIELDS.has(name));
}

/** One line without what looks like a key. Secrets of other systems have no known form, but they are long. */
function quote(text: string): string {
  const line = redact(text)
    .replace(/\s+/g, ' ')
    .replace(/[\w+/=.~-]{20,}/g, '***')
    .trim();
  return line.length > QUOTE_CHARACTERS ? `${line.slice(0, QUOTE_CHARACTERS)}…` : line;
}
