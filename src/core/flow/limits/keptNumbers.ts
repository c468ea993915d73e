import * as v from 'valibot';

/** A number of a kept state. What another version, or a broken disk, made of it must not become a wait without end. */
export const keptAmount = v.pipe(v.number(), v.finite(), v.minValue(0));

/** The same for what counts things, or numbers them. */
export const keptCount = v.pipe(keptAmount, v.integer());
