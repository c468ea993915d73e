import { isObject } from './json.ts';

type Check = (value: unknown, path: string) => string | null;

const TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'];

const schema: Check = (value, path) => (typeof value === 'boolean' ? null : checkSchema(value, path));
const count: Check = (value, path) =>
  Number.isInteger(value) && Number(value) >= 0 ? null : `${path} is no whole number from 0`;
const number: Check = (value, path) => (typeof value === 'number' ? null : `${path} is no number`);
const text: Check = (value, path) => (typeof value === 'string' ? null : `${path} is no string`);
const flag: Check = (value, path) => (typeof value === 'boolean' ? null : `${path} is no boolean`);
const schemas: Check = (value, path) =>
  Array.isArray(value) && value.length > 0
    ? first(value.map((each, place) => schema(each, `${path}/${place}`)))
    : `${path} is no list with entries`;
const map: Check = (value, path) =>
  isObject(value)
    ? first(Object.entries(value).map(([name, each]) => schema(each, `${path}/${name}`)))
    : `${path} is no object`;
const names: Check = (value, path) =>
  Array.isArray(value) && value.every(each => typeof each === 'string') && new Set(value).size === value.length
    ? null
    : `${path} is no list of different strings`;
const type: Check = (value, path) =>
  TYPES.includes(value as string) ||
  (Array.isArray(value) && value.length > 0 && value.every(each => TYPES.includes(each as string)))
    ? null
    : `${path} ${JSON.stringify(value)} is no type`;

/** Types of keyword values from the meta-schema of JSON Schema 2020-12. Unknown keywords may have any value. */
const KEYWORDS: Readonly<Record<string, Check>> = {
  type,
  enum: (value, path) => (Array.isArray(value) && value.length > 0 ? null : `${path} is no list with entries`),
  required: names,
  ...each(map, 'properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions'),
  ...each(schemas, 'allOf', 'anyOf', 'oneOf', 'prefixItems'),
  ...each(schema, 'items', 'contains', 'additionalProperties', 'propertyNames', 'not', 'if', 'then', 'else'),
  ...each(schema, 'unevaluatedItems', 'unevaluatedProperties'),
  ...each(number, 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'),
  ...each(count, 'minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'),
  ...each(text, 'title', 'description', 'pattern', 'format', '$ref', '$schema', '$id'),
  ...each(flag, 'uniqueItems'),
};

/**
 * Checks the schema of a function's arguments and returns `null` if it is valid: an object with properties (Baidu
 * WENXINWORKSHOP/s/Llsr67q8h) and valid JSON Schema. How much of it Baidu checks is not documented. OpenAI, whose API
 * V2 follows, refuses what the meta-schema refuses, and arrays without `items`.
 */
export function checkParameters(value: unknown): string | null {
  if (!isObject(value)) return 'must be an object';
  if (value['type'] !== 'object') return 'is wrong: type is not object';
  if (!isObject(value['properties'])) return 'is wrong: properties are missing';
  const complaint = checkSchema(value, '#') ?? checkReferences(value, value);
  return complaint === null ? null : `is no valid JSON Schema: ${complaint}`;
}

function checkSchema(value: unknown, path: string): string | null {
  if (!isObject(value)) return `${path} is no schema`;
  if ([value['type']].flat().includes('array') && !('items' in value)) return `${path} is an array without items`;
  const known = Object.entries(value).filter(([name]) => Object.hasOwn(KEYWORDS, name));
  return first(known.map(([name, held]) => KEYWORDS[name]?.(held, `${path}/${name}`) ?? null));
}

/** References to other documents are invalid, since the service does not resolve them. */
function checkReferences(value: unknown, root: unknown): string | null {
  if (Array.isArray(value)) return first(value.map(each => checkReferences(each, root)));
  if (!isObject(value)) return null;
  const reference = value['$ref'];
  if (typeof reference === 'string' && !leadsSomewhere(reference, root)) return `nothing is at ${reference}`;
  return first(Object.values(value).map(each => checkReferences(each, root)));
}

function leadsSomewhere(reference: string, root: unknown): boolean {
  if (!reference.startsWith('#')) return false;
  let at = root;
  for (const part of reference.split('/').slice(1)) {
    const name = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
    at =
      typeof at === 'object' && at !== null && Object.hasOwn(at, name)
        ? (at as Record<string, unknown>)[name]
        : undefined;
  }
  return typeof at === 'boolean' || isObject(at);
}

function first(complaints: readonly (string | null)[]): string | null {
  return complaints.find(complaint => complaint !== null) ?? null;
}

function each(check: Check, ...keywords: readonly string[]): Record<string, Check> {
  return Object.fromEntries(keywords.map(keyword => [keyword, check]));
}
