import { isPlaceholder, looksRandom } from './placeholder.ts';
import type { FoundSecret } from './secret.ts';

/** The end of a name whose value a person chose, and of one whose value was made by a machine. */
const PASSWORD_NAME = 'password|passwd|passphrase|pwd|密码|口令';
const KEY_NAME =
  'secret|token|(?:api|access|secret|private|auth|account|encryption|signing|master|license)[-_ ]?key|密钥|令牌';

/** From the name to the value: `"name": `, `name = `, `name: string = `, `['name'] => `, `密码是`. */
const TO_VALUE = String.raw`["'\`\]]{0,3}[ \t]{0,20}(?::[ \t]{0,3}[sS]tr(?:ing)?[ \t]{0,5})?(?:=>|:=|={1,3}|[:：]|是|为)[ \t]{0,20}`;

/** A string with its quotes, else what reaches to the end of the line or to the next sign of a sentence or connection string. */
const VALUE = String.raw`(?:[rbuf@]?(?<quote>["'\`])(?<quoted>(?:\\.|[^\\\n"'\`]){0,500})\k<quote>|(?<bare>[\w!#$%*+./:?@\\^-][\w!#$%*+./:=?@\\^~-]{3,200})(?<after>[ \t]{0,20}(?:$|#|//|[;&"'\`，。；、])|[\s,)]))`;

const ASSIGNMENT = new RegExp(`(?:(?<password>${PASSWORD_NAME})|${KEY_NAME})${TO_VALUE}${VALUE}`, 'gimd');

/** Where no program has variables: environment files, and what people write in Chinese. */
const SETTLED = /^(?:[A-Z_]+=\S|\p{Script=Han})/u;

/** Algorithms and types: words with digits that are no passwords. */
const TECHNICAL =
  /^(?:(?:sha|md|aes|des|ed|hs|rs|es|ps|hmac|rsa|base|utf|u?int|float|bcrypt|scrypt|pbkdf|argon|x|v)[-_]?\d{1,4}[-_]?\w{0,20})$/i;

/** Versions and object identifiers. */
const NUMBERED = /^[\^~=v]{0,2}\d+(?:\.\d+)+(?:[-+][\w.-]{1,40})?$/;

/** Paths, addresses and members of objects, from which a program reads the secret, are none. */
const REFERENCE =
  /^(?:\.{0,2}\/|~\/|[a-z][a-z+.-]{1,15}:\/\/|[A-Za-z]:\\)|^[A-Za-z_$][\w$]*(?:(?:\.|::|->|\?\.)[A-Za-z_$][\w$]*)+$/;

/** Passwords and keys that stand behind a name which says so, and are not just a word, a name or a call. */
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

/** Without quotes it may be a variable or a type: those have few digits and none of a password's other signs. */
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
