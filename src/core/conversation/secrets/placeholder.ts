/** Words used in documentation in place of secrets. */
const STAND_IN =
  /x{3}|\*{3}|\.{3}|…|your|example|sample|placeholder|change[-_]?(?:me|it)|replace[-_]?me|dummy|fake|mock|redacted|removed|hidden|todo|insert|enter[-_]|test/i;

/** Values inserted at run time: `${NAME}`, `{{ name }}`, `<name>`, `%s`, `$NAME`, `#{name}`. */
const FILLED_IN = /[<>{}]|^[$%#@]|%[sdv]|\$\(/;

/** Names of things, often used as their own default value. */
const PLAIN_WORD =
  /^(?:my|the|a|an|some|new|old|db|user|admin|root|default|none|null|nil|undefined|true|false|empty|string|text|value|key|keys|pass|passwd|passwort|passwords?|pwd|secrets?|tokens?|api|access|auth|bearer|basic|id|client|app|[-_ .])+$/i;

/** Sequences used in sample keys of providers' documentation. */
const COUNTED_UP = /0123456789|1234567890|abcdefghij|abcdef0123/i;

/** Returns whether a value is only a placeholder for a secret. For short values, typed or generated. */
export function isPlaceholder(value: string): boolean {
  return (
    value === '' || isOneCharacter(value) || STAND_IN.test(value) || FILLED_IN.test(value) || PLAIN_WORD.test(value)
  );
}

/** Does the same for tokens of a known form. They are long and random, so short words occur in them by chance. */
export function isPlaceholderToken(token: string): boolean {
  return (
    /x{5}|\*{3}|\.{3}|example|your[-_]|placeholder/i.test(token) || COUNTED_UP.test(token) || hasFewCharacters(token)
  );
}

/** Returns whether a text is neither typed nor composed by a naming rule: it has digits between letters repeatedly. */
export function looksRandom(value: string): boolean {
  return (value.match(/\d+/g) ?? []).length >= 3 && /[a-z]/i.test(value) && !hasFewCharacters(value);
}

function isOneCharacter(value: string): boolean {
  return new Set(value).size === 1;
}

function hasFewCharacters(value: string): boolean {
  return new Set(value.slice(-20)).size < 6;
}
