/** What a terminal shows before a command that was typed there. */
const PROMPT = /^(?:[$%]|PS [^>\n]*>|[A-Za-z]:\\[^>\n]*>|[\w.-]+@[\w.-]+:[^\s$#]*[$#])[ \t]+(?=\S)/;

const COMMENT = /^\s*(?:#|::|rem\s)/i;

/** The command goes on in the next line. */
const GOES_ON = /(?:\\|`|[ \t]\^|\||&&|[{(,])[ \t]*$|\b(?:do|then|else|in)[ \t]*$/;

/** The line is a part of the command above it. */
const IS_WITHIN = /^(?:\s|>[ \t]|\||&&|[})\]]|(?:do|done|then|fi|else|elif|esac)\b)/;

/** Lines that are input of a command: of `cat <<EOF`, and of a string of PowerShell. */
const BEGINS_INPUT = /<<-?[ \t]*['"\\]?\w|@["'][ \t]*$/;

/** A longer one is a script. */
const MAX_COMMANDS = 30;

/** What a terminal obeys instead of showing it: a line break runs what stands before it, others end a paste or a program. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]/u;

/**
 * The commands of a block of shell code, each of which stands for itself in a line; without comments, the sign before each
 * that shows where to type, and what they print. `undefined` where lines belong together, as those of a loop do.
 */
export function shellCommands(code: string): readonly string[] | undefined {
  const lines = code.split(/\r\n?|\n/).filter(line => line.trim() !== '' && !COMMENT.test(line));
  const isSession = lines.some(line => PROMPT.test(line));
  const commands = isSession ? lines.filter(line => PROMPT.test(line)) : lines;
  const isWhole = lines.length === 1 || (commands.length <= MAX_COMMANDS && lines.every(standsAlone));
  return isWhole ? commands.map(line => line.replace(PROMPT, '').replaceAll('\t', ' ').trim()) : undefined;
}

/** Whether a command holds characters that a terminal would obey at once. */
export function hasControls(command: string): boolean {
  return CONTROLS.test(command);
}

function standsAlone(line: string): boolean {
  return !GOES_ON.test(line) && !IS_WITHIN.test(line) && !BEGINS_INPUT.test(line) && closesQuotes(line);
}

function closesQuotes(line: string): boolean {
  let open = '';
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (character === '\\' && open !== "'") at++;
    else if (open === '' && (character === '"' || character === "'")) open = character;
    else if (character === open) open = '';
  }
  return open === '';
}
