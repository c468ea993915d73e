import { isPlaceholder, looksRandom } from './placeholder.ts';
import type { FoundSecret } from './secret.ts';

/** Endings of names whose values are chosen by people, and of names whose values are generated. */
const PASSWORD_NAME = 'password|passwd|passphrase|pwd|密码|口令';
const KEY_NAME =
  'secret|token|(?:api|access|secret|private|auth|account|encryption|signing|master|license)[-_ ]?key|密钥|令牌';

/** The characters between name and value: `"name": `, `name = `, `name: string = `, `['name'] => `, `密码是`. */
const TO_VALUE = String.raw`["'\`\]]{0,3}[ \t]{0,20}(?::[ \t]{0,3}[sS]tr(?:ing)?[ \t]{0,5})?(?:=>|:=|={1,3}|[:：]|是|为)[ \t]{0,20}`;

/**
 * A quoted string, or an unquoted value up to the end of the line, punctuation, or the next separator of a connection
 * string.
 */
const VALUE = String.raw`(?:[rbuf@]?(?<quote>["'\`])(?<quoted>(?:\\.|[^\\\n"'\`]){0,500})\k<quote>|(?<bare>[\w!#$%*+./:?@\\^-][\w!#$%*+./:=?@\\^~-]{3,200})(?<after>[ \t]{0,20}(?:$|#|//|[;&"'\`，。；、])|[\s,)]))`;

const ASSIGNMENT = new RegExp(`(?:(?<password>${PASSWORD_NAME})|${KEY_NAME})${TO_VALUE}${VALUE}`, 'gimd');

/** Contexts without variables: environment files and Chinese prose. */
const SETTLED = /^(?:[A-Z_]+=\S|\p{Script=Han})/u;

/** Names of algorithms and types, which contain digits but are not passwords. */
const TECHNICAL =
  /^(?:(?:sha|md|aes|des|ed|hs|rs|es|ps|hmac|rsa|base|utf|u?int|float|bcrypt|scrypt|pbkdf|argon|x|v)[-_]?\d{1,4}[-_]?\w{0,20})$/i;

/** Versions and object identifiers. */
const NUMBERED = /^[\^~=v]{0,2}\d+(?:\.\d+)+(?:[-+][\w.-]{1,40})?$/;

/** Paths, URLs and member accesses, from which a program reads the secret. */
const REFERENCE =
  /^(?:\.{0,2}\/|~\/|[a-z][a-z+.-]{1,15}:\/\/|[A-Za-z]:\\)|^[A-Za-z_$][\w$]*(?:(?:\.|::|->|\?\.)[A-Za-z_$][\w$]*)+$/;

/** Finds passwords and keys after a name that identifies them, unless the value is just a word, a name or a call. */
export function findAssignedSecrets(text: string): FoundSecret[] {
  const found: FoundSecret[] = [];
  for (const match of text.matchAll(ASSIGNMENT)) {
    const { groups = {}, indices } = match;
    const { quoted, bare = '', after = '' } = groups;
    const isPassword = groups['password'] !== undefined;
    const [start, end] = indices?.groups?.[quoted === undefined ? 'bare' : 'quoted'] ?? [0, 0];
    const isCodedNumber = /^\d+$/.test(bare) && /\s/.test(text.charAt(start - 1)) && /^\s*[;,)]/.test(after);
    const isSecret =
      quoted === undefined
        ? !isCodedNumber && isBareSecret(bare, isPassword, SETTLED.test(match[0]))
        : isQuotedSecret(quoted, isPassword);
    if (isSecret) found.push({ kind: 'password', start, end });
  }
  return found;
}

function isQuotedSecret(value: string, isPassword: boolean): boolean {
  if (/\s/.test(value) || isReference(value)) return false;
  if (!isPassword) return isMadeByMachine(value);
  return value.length >= 6 && /[\d!@#$%^&*?]/.test(value) && /[\w]/.test(value) && !isPlaceholder(value);
}

/**
 * An unquoted value may be a variable or a type, which rarely has digits and never the other special characters of
 * passwords.
 */
function isBareSecret(value: string, isPassword: boolean, isSettled: boolean): boolean {
  if (isReference(value)) return false;
  if (!isPassword) return isMadeByMachine(value);
  if (value.length < 6 || isPlaceholder(value)) return false;
  const isIdentifier = /^[A-Za-z_$][\w$]*$/.test(value);
  return (value.match(/\d/g) ?? []).length >= (isIdentifier && !isSettled ? 3 : 1);
}

function isMadeByMachine(value: string): boolean {
  return value.length >= 12 && /^[\w+/=.~:-]+$/.test(value) && looksRandom(value) && !isPlaceholder(value);
}

function isReference(value: string): boolean {
  return REFERENCE.test(value) || TECHNICAL.test(value) || NUMBERED.test(value);
}
