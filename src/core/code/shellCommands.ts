/** A shell prompt before a command. */
const PROMPT = /^(?:[$%]|PS [^>\n]*>|[A-Za-z]:\\[^>\n]*>|[\w.-]+@[\w.-]+:[^\s$#]*[$#])[ \t]+(?=\S)/;

const COMMENT = /^\s*(?:#|::|rem\s)/i;

/** The command continues on the next line. */
const GOES_ON = /(?:\\|`|[ \t]\^|\||&&|[{(,])[ \t]*$|\b(?:do|then|else|in)[ \t]*$/;

/** The line belongs to the command above it. */
const IS_WITHIN = /^(?:\s|>[ \t]|\||&&|[})\]]|(?:do|done|then|fi|else|elif|esac)\b)/;

/** The following lines are input of a command, as with `cat <<EOF` or a here-string of PowerShell. */
const BEGINS_INPUT = /<<-?[ \t]*['"\\]?\w|@["'][ \t]*$/;

/** A longer block is a script. */
const MAX_COMMANDS = 30;

/** Characters that a terminal acts on: a line break runs the command, others end a paste or a program. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]/u;

/**
 * Returns the commands of a shell code block that has one command per line, without comments, prompts and output.
 * `undefined` if lines belong together, as in a loop.
 */
export function shellCommands(code: string): readonly string[] | undefined {
  const lines = code.split(/\r\n?|\n/).filter(line => line.trim() !== '' && !COMMENT.test(line));
  const isSession = lines.some(line => PROMPT.test(line));
  const commands = isSession ? lines.filter(line => PROMPT.test(line)) : lines;
  const isWhole = lines.length === 1 || (commands.length <= MAX_COMMANDS && lines.every(standsAlone));
  return isWhole ? commands.map(line => line.replace(PROMPT, '').replaceAll('\t', ' ').trim()) : undefined;
}

/** Returns whether a command contains characters that a terminal would act on at once. */
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
