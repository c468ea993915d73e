import * as v from 'valibot';

// Schemas for optional fields of an answer. A value of the wrong type counts as missing, because relays fill these
// fields arbitrarily.

export const LenientText = v.fallback(v.nullish(v.string()), undefined);
/**
 * Arguments of a call: JSON text, or the JSON value itself if a server forwards the output of its template (litellm
 * #37792).
 */
export const LenientArguments = v.fallback(
  v.nullish(
    v.union([
      v.string(),
      v.pipe(
        v.record(v.string(), v.unknown()),
        v.transform(value => JSON.stringify(value)),
      ),
    ]),
  ),
  undefined,
);
export const LenientNumber = v.fallback(v.nullish(v.number()), undefined);
/** Some V1 endpoints send 1 for true. */
export const LenientFlag = v.fallback(
  v.nullish(
    v.pipe(
      v.union([v.boolean(), v.literal(1)]),
      v.transform(flag => flag !== false),
    ),
  ),
  undefined,
);
