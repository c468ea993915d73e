import type { JsonSchema } from '../answerOptions.ts';
import { isMap } from './schemaKeywords.ts';

/** Converts one level of a schema from earlier drafts to JSON Schema 2020-12. */
export function withoutOldForms(schema: JsonSchema): JsonSchema {
  return withTuples(withLimit(withLimit(schema, 'minimum', 'exclusiveMinimum'), 'maximum', 'exclusiveMaximum'));
}

/** In draft 4, the exclusive limits are boolean flags. */
function withLimit(schema: JsonSchema, limit: string, exclusive: string): JsonSchema {
  const { [exclusive]: flag, [limit]: value, ...rest } = schema;
  if (typeof flag !== 'boolean') return schema;
  if (typeof value !== 'number') return rest;
  return { ...rest, [flag ? exclusive : limit]: value };
}

/** Before 2020-12, an array in `items` described a tuple. */
function withTuples(schema: JsonSchema): JsonSchema {
  const { items, additionalItems, ...rest } = schema;
  if (!Array.isArray(items)) return schema;
  const tuple = items as readonly unknown[];
  const others = isMap(additionalItems) ? [additionalItems] : [];
  // A value that is not a schema does not restrict the other items.
  const isOpen = additionalItems !== false && others.length === 0;
  const any = [...tuple, ...others];
  return {
    ...rest,
    ...(tuple.length > 0 && { prefixItems: tuple }),
    // Readers that know only the older meaning would apply `false` or the schema of the other items to every item.
    items: isOpen || any.length === 0 ? {} : { anyOf: any },
    ...(additionalItems === false && { maxItems: Math.min(tuple.length, numberOr(rest['maxItems'], tuple.length)) }),
  };
}

function numberOr(value: unknown, other: number): number {
  return typeof value === 'number' ? value : other;
}
