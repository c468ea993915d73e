import { createHash, createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';

/** Why a text is not a team key. */
export type TeamKeyComplaint =
  | 'not-a-team-key'
  /** From a later version of this extension. */
  | 'newer'
  /** The end is missing. */
  | 'incomplete'
  /** A character is wrong, or two keys were mixed up. */
  | 'mistyped';

const KEY_BYTES = 32;
const CHECK_BYTES = 4;
/** Length of the check in base64url. */
const CHECK_LENGTH = 6;
const VERSION = 1;
const FORM = /^wenxin-team-(\d+)(?:\.([\w-]*))?(?:\.([\w-]*))?$/;

/**
 * The secret that a team shares, passed on outside its server. Without it, values on the server can be neither
 * decrypted nor found. Two keys are derived from it, so that a flaw in the use of one does not expose the other (RFC
 * 5869).
 */
export class TeamKey {
  /** Encrypts answers. */
  readonly valueKey: KeyObject;
  /** Computes opaque names. */
  readonly nameKey: KeyObject;
  readonly #secret: Uint8Array;

  private constructor(secret: Uint8Array) {
    this.#secret = secret;
    this.valueKey = derived(secret, 'ask-wenxin team 1 value');
    this.nameKey = derived(secret, 'ask-wenxin team 1 name');
  }

  /** Creates a random key, for a new team. */
  static create(): TeamKey {
    return new TeamKey(randomBytes(KEY_BYTES));
  }

  /** Parses the result of `toText`. White space is ignored, since mail programs break lines. */
  static parse(text: string): TeamKey | TeamKeyComplaint {
    const [whole, version, secretText = '', check] = FORM.exec(text.replace(/\s+/g, '')) ?? [];
    if (whole === undefined) return 'not-a-team-key';
    if (Number(version) !== VERSION) return Number(version) > VERSION ? 'newer' : 'not-a-team-key';
    const secret = Buffer.from(secretText, 'base64url');
    if (check === undefined || check.length < CHECK_LENGTH) return 'incomplete';
    if (secret.length !== KEY_BYTES || written(secret) !== whole) return 'mistyped';
    return new TeamKey(secret);
  }

  /** Returns the key as text for users to pass on: `wenxin-team-1.KEY.CHECK`. Never log it. */
  toText(): string {
    return written(this.#secret);
  }
}

function derived(secret: Uint8Array, use: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), use, KEY_BYTES)));
}

function written(secret: Uint8Array): string {
  const text = `wenxin-team-${VERSION}.${Buffer.from(secret).toString('base64url')}`;
  const check = createHash('sha256').update(text).digest().subarray(0, CHECK_BYTES);
  return `${text}.${check.toString('base64url')}`;
}
