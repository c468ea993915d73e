import type { JsonSchema } from '../answerOptions.ts';
import { isMap } from './schemaKeywords.ts';

/** One level of a schema in the words of JSON Schema 2020-12, where drafts before it said something else. */
export function withoutOldForms(schema: JsonSchema): JsonSchema {
  return withTuples(withLimit(withLimit(schema, 'minimum', 'exclusiveMinimum'), 'maximum', 'exclusiveMaximum'));
}

/** Draft 4 said with a flag that a limit is not included itself. */
function withLimit(schema: JsonSchema, limit: string, exclusive: string): JsonSchema {
  const { [exclusive]: flag, [limit]: value, ...rest } = schema;
  if (typeof flag !== 'boolean') return schema;
  if (typeof value !== 'number') return rest;
  return { ...rest, [flag ? exclusive : limit]: value };
}

/** Drafts before 2020-12 had a list in `items`, for the items in their order. */
function withTuples(schema: JsonSchema): JsonSchema {
  const { items, additionalItems, ...rest } = schema;
  if (!Array.isArray(items)) return schema;
  const tuple = items as readonly unknown[];
  const others = isMap(additionalItems) ? [additionalItems] : [];
  // What is no schema says nothing of the others.
  const isOpen = additionalItems !== false && others.length === 0;
  const any = [...tuple, ...others];
  return {
    ...rest,
    ...(tuple.length > 0 && { prefixItems: tuple }),
    // Who knows the older form alone would take `false` or the others' schema for the rule of every item.
    items: isOpen || any.length === 0 ? {} : { anyOf: any },
    ...(additionalItems === false && { maxItems: Math.min(tuple.length, numberOr(rest['maxItems'], tuple.length)) }),
  };
}

function numberOr(value: unknown, other: number): number {
  return typeof value === 'number' ? value : other;
}
