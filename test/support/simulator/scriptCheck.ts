import { isObject, type JsonObject, unknownField } from './json.ts';
import { isServiceCode } from './serviceErrors.ts';
import type { Endpoint, Script, Times } from './script.ts';
import { isBceCode } from './tokens/bceErrors.ts';
import { isOAuthCode } from './tokens/oauthEndpoint.ts';
import { isV1Code } from './v1/errors.ts';

const SCRIPT = ['on', 'answer', 'instead', 'framing', 'delivery', 'batch', 'when'];
const PARTS: Readonly<Record<string, readonly string[]>> = {
  answer: [
    'text',
    'chunks',
    'reasoning',
    'cachedTokens',
    'finishReason',
    'flag',
    'banRound',
    'searchResults',
    'omit',
    'usageAt',
    'interleaved',
    ...['cachedAt', 'toolCalls', 'needClearHistory', 'isTruncated', 'usageDialect'],
  ],
  batch: [...['refuse', 'fail', 'expireAfter', 'cancelAfter', 'hideUndone', 'reversed', 'lose', 'repeat', 'noise']],
  when: ['says', 'offers', 'afterTools'],
  framing: ['lineEnd', 'byteOrderMark', 'comments', 'otherFields', 'noSpace', 'noFinalBlankLine', 'invalidJsonAt'],
  delivery: [
    ...['beforeHeadersMs', 'chunkMs', 'splitAt', 'splitSizes', 'stall', 'cut', 'reset', 'end', 'buffered', 'headers'],
    ...['billLost', 'hold'],
  ],
};
const INSTEAD: Readonly<Record<string, readonly string[]>> = {
  error: ['kind', 'code', 'status', 'type', 'message', 'spelling', 'retryAfter', 'as', 'afterEvents'],
  html: ['kind', 'status'],
  empty: ['kind'],
  redirect: ['kind', 'location', 'status'],
  raw: ['kind', 'status', 'headers', 'body'],
  flood: ['kind', 'of', 'bytes'],
};

/** Checks by endpoint whether its table contains an error code. */
const KNOWN_CODES: Readonly<Record<Endpoint, (code: string) => boolean>> = {
  chat: code => isServiceCode(code) || isV1Code(code),
  models: isServiceCode,
  oauth: isOAuthCode,
  mint: isBceCode,
  balance: isBceCode,
  bill: isBceCode,
  upload: isServiceCode,
  file: isServiceCode,
  content: isServiceCode,
  batch: isServiceCode,
  batchLook: isServiceCode,
  batchList: isServiceCode,
  batchCancel: isServiceCode,
};

/**
 * Throws an Error if a script has a misspelt part: it would be ignored, and the test would pass without the intended
 * fault.
 */
export function checkScript(script: unknown): asserts script is Script {
  if (!isObject(script)) throw new Error('a script is an object');
  refuseUnknown(script, SCRIPT, 'script');
  const endpoint = script['on'] ?? 'chat';
  if (!isEndpoint(endpoint)) throw new Error('unknown script.on');
  if (script['batch'] !== undefined && endpoint !== 'batch') throw new Error('script.batch is for script.on batch');
  if (script['when'] !== undefined && endpoint !== 'chat') throw new Error('script.when is for script.on chat');
  for (const [part, fields] of Object.entries(PARTS)) {
    const value = script[part];
    if (value === undefined) continue;
    if (!isObject(value)) throw new Error(`script.${part} is an object`);
    refuseUnknown(value, fields, `script.${part}`);
  }
  if (isObject(script['delivery'])) checkDelivery(script['delivery']);
  if (script['instead'] !== undefined) checkInstead(script['instead'], KNOWN_CODES[endpoint]);
}

function isEndpoint(name: unknown): name is Endpoint {
  return typeof name === 'string' && Object.hasOwn(KNOWN_CODES, name);
}

/** Throws an Error unless a script applies to at least one request. */
export function checkTimes(times: unknown): asserts times is Times {
  if (times !== 'always' && !(Number.isSafeInteger(times) && Number(times) >= 1))
    throw new Error('times is a whole number from 1, or "always"');
}

function checkDelivery(delivery: JsonObject): void {
  checkHold(delivery);
  const places = ['stall', 'cut', 'end'].filter(name => delivery[name] !== undefined);
  if (places.length > 1) throw new Error(`only one of ${places.join(', ')} can happen`);
  const name = places[0];
  if (name !== undefined) checkPlace(delivery[name], name);
  const sizes = delivery['splitSizes'];
  if (sizes !== undefined && !(Array.isArray(sizes) && sizes.length > 0 && sizes.every(size => Number(size) >= 1)))
    throw new Error('splitSizes are numbers from 1');
}

function checkHold({ hold, ...others }: JsonObject): void {
  if (hold === undefined) return;
  const unfit = ['splitAt', 'splitSizes', 'buffered'].find(name => others[name] !== undefined);
  if (unfit !== undefined) throw new Error(`hold is not for ${unfit}`);
  if (!isObject(hold) || Object.keys(hold).join() !== 'afterEvents' || !(Number(hold['afterEvents']) >= 1))
    throw new Error('hold is {afterEvents}, from 1');
}

function checkPlace(place: unknown, name: string): void {
  const names = ['beforeBody', ...(name === 'end' ? [] : ['beforeHeaders']), ...(name === 'cut' ? ['midHeaders'] : [])];
  if (typeof place === 'string' && names.includes(place)) return;
  const keys = isObject(place) ? Object.keys(place) : [];
  const key = keys[0];
  if (!isObject(place) || keys.length !== 1 || key === undefined || !['afterEvents', 'afterBytes'].includes(key))
    throw new Error(`${name} is ${names.join(', ')}, {afterEvents} or {afterBytes}`);
  if (!Number.isSafeInteger(place[key]) || Number(place[key]) < 0) throw new Error(`${name}.${key} is a whole number`);
}

function checkInstead(instead: unknown, isKnown: (code: string) => boolean): void {
  const fields = isObject(instead) ? INSTEAD[String(instead['kind'])] : undefined;
  if (!isObject(instead) || !fields) throw new Error(`instead.kind is one of ${Object.keys(INSTEAD).join(', ')}`);
  refuseUnknown(instead, fields, 'script.instead');
  if (instead['kind'] === 'error' && !isKnown(String(instead['code'])) && !(instead['status'] && instead['type']))
    throw new Error(`error code ${String(instead['code'])} is not in the table: give its status and type`);
}

function refuseUnknown(value: JsonObject, known: readonly string[], where: string): void {
  const stranger = unknownField(value, known);
  if (stranger !== undefined) throw new Error(`${where} has no field ${stranger}`);
}
