/** Words that stand in documentation where a secret would be. */
const STAND_IN =
  /x{3}|\*{3}|\.{3}|…|your|example|sample|placeholder|change[-_]?(?:me|it)|replace[-_]?me|dummy|fake|mock|redacted|removed|hidden|todo|insert|enter[-_]|test/i;

/** What a program puts in when it runs: `${NAME}`, `{{ name }}`, `<name>`, `%s`, `$NAME`, `#{name}`. */
const FILLED_IN = /[<>{}]|^[$%#@]|%[sdv]|\$\(/;

/** The names of things, which are often their own first value. */
const PLAIN_WORD =
  /^(?:my|the|a|an|some|new|old|db|user|admin|root|default|none|null|nil|undefined|true|false|empty|string|text|value|key|keys|pass|passwd|passwort|passwords?|pwd|secrets?|tokens?|api|access|auth|bearer|basic|id|client|app|[-_ .])+$/i;

/** Nobody's secret: found in the documentation of whoever gives such keys out. */
const COUNTED_UP = /0123456789|1234567890|abcdefghij|abcdef0123/i;

/** True for a value that only shows where a secret would stand. For short values that a person or program wrote. */
export function isPlaceholder(value: string): boolean {
  return (
    value === '' || isOneCharacter(value) || STAND_IN.test(value) || FILLED_IN.test(value) || PLAIN_WORD.test(value)
  );
}

/** The same for tokens of a known form, which are random and long: short words occur in them by chance. */
export function isPlaceholderToken(token: string): boolean {
  return (
    /x{5}|\*{3}|\.{3}|example|your[-_]|placeholder/i.test(token) || COUNTED_UP.test(token) || hasFewCharacters(token)
  );
}

/** True for text that no person and no naming rule makes up: digits keep turning up between letters. */
export function looksRandom(value: string): boolean {
  return (value.match(/\d+/g) ?? []).length >= 3 && /[a-z]/i.test(value) && !hasFewCharacters(value);
}

function isOneCharacter(value: string): boolean {
  return new Set(value).size === 1;
}

function hasFewCharacters(value: string): boolean {
  return new Set(value.slice(-20)).size < 6;
}
