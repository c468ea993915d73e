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

/** First byte of what is sealed. */
const TYPE = { answer: 0, failure: 1 } as const;

const fact = v.exactOptional(v.string());
const figure = v.exactOptional(v.number());

/** A failure in words and figures. Its cause stays with the process that had it. */
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

/** The name under which all windows find a key's flight. Nobody learns the key from it. */
export function flightNameOf(key: AnswerKey): string {
  return createHash('sha256').update(`ask-wenxin flight 1\n${key}`).digest('hex');
}

/**
 * What a flight came to, so that only those read it who have asked the same themselves: AES-256-GCM, by a key that is made
 * of the answer's key. `undefined` for what is not for others.
 */
export function sealLanding(landing: Landing, key: AnswerKey): Uint8Array | undefined {
  const text = landing.type === 'answer' ? encodeAnswer(landing.answer) : encodeFailure(landing.error);
  if (text === undefined) return undefined;
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', sealingKeyOf(key), nonce);
  const sealed = [cipher.update(Uint8Array.of(TYPE[landing.type])), cipher.update(text), cipher.final()];
  return Buffer.concat([nonce, cipher.getAuthTag(), ...sealed]);
}

/** `undefined` for the landing of another key, and for anything damaged or of another version. */
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
    // The tag does not fit, which is all there is to know.
    return undefined;
  }
}

function sealingKeyOf(key: AnswerKey): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, '', 'ask-wenxin landing 1', KEY_BYTES));
}

function encodeFailure({ kind, message, details }: WenxinError): Uint8Array | undefined {
  // What JSON cannot hold is dropped here, and the cause with it.
  const failure = v.safeParse(Failure, JSON.stringify({ kind, message, details: { ...details, cause: undefined } }));
  return failure.success ? Buffer.from(JSON.stringify(failure.output)) : undefined;
}

function decodeFailure(bytes: Uint8Array): Landing | undefined {
  const failure = v.safeParse(Failure, Buffer.from(bytes).toString());
  if (!failure.success) return undefined;
  const { kind, message, details } = failure.output;
  return { type: 'failure', error: new WenxinError(kind, message, details) };
}
