/** What a keyword of JSON Schema holds. */
type Holds =
  /** Of no meaning for what a schema takes. */
  | 'meta'
  | 'schema'
  | 'schemas'
  /** Names, and schemas for them. */
  | 'map'
  | 'reference'
  | 'type'
  /** Names, each once. */
  | 'names'
  /** Any values, one at least. */
  | 'list'
  | 'number'
  /** A whole number from 0. */
  | 'count'
  | 'text'
  | 'flag';

/** The types of JSON Schema. */
export const TYPES: ReadonlySet<string> = new Set([
  ...['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'],
]);

/** The keywords of JSON Schema 2020-12, and of drafts before it where these have others; what is not here may hold anything. */
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

/** True for `{…}`. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for what can be a schema. */
export function isSchema(value: unknown): boolean {
  return typeof value === 'boolean' || isMap(value);
}

function all(holds: Holds, ...keywords: readonly string[]): Record<string, Holds> {
  return Object.fromEntries(keywords.map(keyword => [keyword, holds]));
}
