import * as v from 'valibot';

/** A number from stored state. Values from another version or a damaged disk must not cause an endless wait. */
export const keptAmount = v.pipe(v.number(), v.finite(), v.minValue(0));

/** The same for counts and indices. */
export const keptCount = v.pipe(keptAmount, v.integer());
