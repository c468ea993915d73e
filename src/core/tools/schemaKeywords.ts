/** The type of a keyword's value. */
type Holds =
  /** Does not affect validation. */
  | 'meta'
  | 'schema'
  | 'schemas'
  /** Schemas by name. */
  | 'map'
  | 'reference'
  | 'type'
  /** Unique names. */
  | 'names'
  /** Arbitrary values, at least one. */
  | 'list'
  | 'number'
  /** A non-negative integer. */
  | 'count'
  | 'text'
  | 'flag';

/** The types of JSON Schema. */
export const TYPES: ReadonlySet<string> = new Set([
  ...['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'],
]);

/**
 * The keywords of JSON Schema 2020-12 and those that only earlier drafts have. The values of other keywords are not
 * checked.
 */
export const KEYWORDS: Readonly<Record<string, Holds>> = {
  ...all('meta', '$schema', '$comment'),
  ...all('schema', 'items', 'additionalItems', 'contains', 'additionalProperties', 'propertyNames'),
  ...all('schema', 'unevaluatedItems', 'unevaluatedProperties', 'not', 'if', 'then', 'else', 'contentSchema'),
  ...all('schemas', 'allOf', 'anyOf', 'oneOf', 'prefixItems'),
  ...all('map', 'properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions'),
  ...all('reference', '$ref', '$dynamicRef', '$recursiveRef'),
  ...all('type', 'type'),
  ...all('names', 'required'),
  ...all('list', 'enum'),
  ...all('number', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'),
  ...all('count', 'minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'),
  ...all('count', 'minContains', 'maxContains'),
  ...all('text', 'title', 'description', 'pattern', 'format', '$id', '$anchor'),
  ...all('flag', 'uniqueItems', 'deprecated', 'readOnly', 'writeOnly'),
};

/** Returns whether the value is a JSON object. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns whether the value can be a schema. */
export function isSchema(value: unknown): boolean {
  return typeof value === 'boolean' || isMap(value);
}

function all(holds: Holds, ...keywords: readonly string[]): Record<string, Holds> {
  return Object.fromEntries(keywords.map(keyword => [keyword, holds]));
}
