import * as v from 'valibot';
import type { Clock } from '../../clock.ts';
import type { Logger } from '../../logger.ts';
import { redact } from '../../redact.ts';
import { CREDENTIAL_FIELDS, credentialFields, type FieldCredential } from './credentialFields.ts';
import { runProgram } from './program.ts';
import type { ReadCredential } from './readCredential.ts';
import { sourceFailure } from './sourceFailure.ts';

interface CommandCredentialOptions {
  /** The program and its arguments from the settings; empty if none is set. Read for each run. */
  readonly command: () => readonly string[];
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Length of the stderr excerpt in the log: enough to identify the mistake. */
const QUOTE_CHARACTERS = 200;

/**
 * Runs a program chosen by the user, which prints the fields of `credentialFields` as JSON and nothing else; it can
 * connect any secret store. Each read runs it again, so wrap it in `CredentialCache`. Unknown fields are rejected,
 * because with a misspelt `expiresAt` the credential would never expire. The setting's author also chooses the
 * endpoints, so the credential may be sent to any origin. See `runProgram` for the environment.
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

/** Failures have no `cause`: the parsers' errors quote the text. */
function readOutput(stdout: string): FieldCredential {
  // Windows shells emit a byte order mark.
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

/** Returns one line, with possible keys masked. Other systems' secrets have no known format, but they are long. */
function quote(text: string): string {
  const line = redact(text)
    .replace(/\s+/g, ' ')
    .replace(/[\w+/=.~-]{20,}/g, '***')
    .trim();
  return line.length > QUOTE_CHARACTERS ? `${line.slice(0, QUOTE_CHARACTERS)}…` : line;
}
