import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { WenxinError } from '../errors.ts';
import type { AnswerKey } from './answerStore.ts';
import type { Landing } from './flightBoard.ts';
import { decodeAnswer, encodeAnswer } from './encodedAnswer.ts';
import { SERVICE_FAILURES } from './serviceFailure.ts';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** First byte of the plaintext. */
const TYPE = { answer: 0, failure: 1 } as const;

const fact = v.exactOptional(v.string());
const figure = v.exactOptional(v.number());

/** A failure as strings and numbers. Its `cause` stays in the process where it occurred. */
const Failure = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    kind: v.picklist(SERVICE_FAILURES),
    message: v.string(),
    details: v.object({
      status: figure,
      code: fact,
      requestId: fact,
      host: fact,
      model: fact,
      retryAfterMs: figure,
      limitSeconds: figure,
      tokens: figure,
      limitTokens: figure,
      endpoint: fact,
      failures: figure,
      dearerModel: fact,
      dearerRatio: figure,
      clockOffMinutes: figure,
    }),
  }),
);

/** Returns the name under which all windows find the flight of a key. The key cannot be derived from it. */
export function flightNameOf(key: AnswerKey): string {
  return createHash('sha256').update(`ask-wenxin flight 1\n${key}`).digest('hex');
}

/**
 * Encrypts a landing with AES-256-GCM. The encryption key is derived from the answer's key, so only a window that asks
 * the same question can read it. `undefined` for a failure that must not be shared.
 */
export function sealLanding(landing: Landing, key: AnswerKey): Uint8Array | undefined {
  const text = landing.type === 'answer' ? encodeAnswer(landing.answer) : encodeFailure(landing.error);
  if (text === undefined) return undefined;
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', sealingKeyOf(key), nonce);
  const sealed = [cipher.update(Uint8Array.of(TYPE[landing.type])), cipher.update(text), cipher.final()];
  return Buffer.concat([nonce, cipher.getAuthTag(), ...sealed]);
}

/** Decrypts a landing. Returns `undefined` for another key, and for anything damaged or of another version. */
export function openLanding(sealed: Uint8Array, key: AnswerKey): Landing | undefined {
  const text = decrypt(sealed, key);
  if (text === undefined) return undefined;
  const body = text.subarray(1);
  if (text[0] === TYPE.failure) return decodeFailure(body);
  const answer = text[0] === TYPE.answer ? decodeAnswer(body) : undefined;
  return answer && { type: 'answer', answer };
}

function decrypt(sealed: Uint8Array, key: AnswerKey): Uint8Array | undefined {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  if (tag.length < TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', sealingKeyOf(key), nonce).setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  } catch {
    // Authentication failed; the cause is not known.
    return undefined;
  }
}

function sealingKeyOf(key: AnswerKey): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, '', 'ask-wenxin landing 1', KEY_BYTES));
}

function encodeFailure({ kind, message, details }: WenxinError): Uint8Array | undefined {
  // Drops what JSON cannot represent, and the cause.
  const failure = v.safeParse(Failure, JSON.stringify({ kind, message, details: { ...details, cause: undefined } }));
  return failure.success ? Buffer.from(JSON.stringify(failure.output)) : undefined;
}

function decodeFailure(bytes: Uint8Array): Landing | undefined {
  const failure = v.safeParse(Failure, Buffer.from(bytes).toString());
  if (!failure.success) return undefined;
  const { kind, message, details } = failure.output;
  return { type: 'failure', error: new WenxinError(kind, message, details) };
}
