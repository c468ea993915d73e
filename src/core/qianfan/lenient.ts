import * as v from 'valibot';

// Fields of an answer. One of another kind than expected counts as missing: relays fill them with all sorts of things.

export const LenientText = v.fallback(v.nullish(v.string()), undefined);
/** Arguments of a call. They are JSON in a text, and the JSON itself where a server passes on what its template made (litellm #37792). */
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
/** Some of V1's endpoints write 1 for true. */
export const LenientFlag = v.fallback(
  v.nullish(
    v.pipe(
      v.union([v.boolean(), v.literal(1)]),
      v.transform(flag => flag !== false),
    ),
  ),
  undefined,
);
