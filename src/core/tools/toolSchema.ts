import type { JsonSchema } from '../answerOptions.ts';
import { withoutOldForms } from './oldSchemaForms.ts';
import { isMap, isSchema, KEYWORDS, TYPES } from './schemaKeywords.ts';

/** Deeper levels are dropped, because JSON parsers and the call stack are limited. */
const MAX_DEPTH = 60;
const MAX_POINTER_PARTS = 16;
const MAX_HOPS = 8;

const DESCRIPTION_OF_DEPTH = 'Deeper parts of the schema are left out';

/** Part of a repaired schema. `isWider`: it accepts values that the original rejected. */
interface Repaired {
  readonly schema: Record<string, unknown>;
  readonly isWider: boolean;
}

const sent = new WeakMap<JsonSchema, JsonSchema>();

/**
 * Returns the schema of a tool's arguments as services accept it: an object with properties (Baidu
 * WENXINWORKSHOP/s/Llsr67q8h), and valid JSON Schema 2020-12, which other services check (OpenAI: "Invalid schema for
 * function"). Real-world tool schemas often are not: they have `required: true`, a type `any`, an array in `items`,
 * arrays without `items`, or dangling references. Valid parts are kept, whether or not models observe them. The result
 * accepts everything that the original accepts; constraints that it can no longer express go into descriptions.
 */
export function sentSchema(schema: JsonSchema = {}): JsonSchema {
  const known = sent.get(schema);
  if (known !== undefined) return known;
  const { $id: _, ...root } = resolvedRoot(schema);
  const repaired = new Repair(root).repair(root, 0).schema;
  const properties = isMap(repaired['properties']) ? {} : { properties: {} };
  const result = { ...repaired, type: 'object', ...properties };
  sent.set(schema, result);
  return result;
}

/** Schema generators often put everything into definitions and refer to one of them. */
function resolvedRoot(schema: JsonSchema): JsonSchema {
  let root = schema;
  for (let hops = 0; hops < MAX_HOPS && typeof root['$ref'] === 'string'; hops++) {
    const { $ref: reference, ...rest } = root;
    const target = typeof reference === 'string' ? targetOf(schema, reference) : undefined;
    if (reference === '#' || target === true) root = rest;
    else if (target === false) root = merged({ not: {} }, rest);
    else if (!isMap(target)) return root;
    else root = merged(target, rest);
  }
  return root;
}

/** Combines both schemas. Annotations of `rest` take precedence. */
function merged(target: JsonSchema, rest: JsonSchema): JsonSchema {
  const describes = new Set(['$schema', '$id', '$defs', 'definitions', 'title', 'description']);
  if (!Object.keys(target).some(key => key in rest && !describes.has(key))) return { ...target, ...rest };
  return { ...rest, allOf: [...(Array.isArray(rest['allOf']) ? (rest['allOf'] as unknown[]) : []), target] };
}

class Repair {
  readonly #root: JsonSchema;

  constructor(root: JsonSchema) {
    this.#root = root;
  }

  repair(schema: unknown, depth: number): Repaired {
    if (schema === true) return { schema: {}, isWider: false };
    if (schema === false) return { schema: { not: {} }, isWider: false };
    if (!isMap(schema)) return { schema: {}, isWider: true };
    if (depth > MAX_DEPTH) return { schema: { description: DESCRIPTION_OF_DEPTH }, isWider: true };
    const notes: string[] = [];
    const wider = new Set<string>();
    const kept: [string, unknown][] = [];
    for (const [key, value] of Object.entries(withoutOldForms(schema))) {
      const part = this.#part(key, value, depth);
      if (part.value !== undefined) kept.push([key, part.value]);
      if (part.note !== undefined) notes.push(part.note);
      if (part.isWider) wider.add(key);
    }
    const fields = loosened(Object.fromEntries(kept), wider);
    const needsItems = [fields['type']].flat().includes('array') && !('items' in fields);
    const whole = { ...fields, ...(needsItems && { items: {} }), ...described(fields, notes) };
    return { schema: whole, isWider: wider.size > 0 };
  }

  #part(key: string, value: unknown, depth: number): { value?: unknown; note?: string; isWider: boolean } {
    const told = (name: string): { note: string; isWider: boolean } => ({
      note: `${name}: ${JSON.stringify(value)}`,
      isWider: true,
    });
    switch (Object.hasOwn(KEYWORDS, key) ? KEYWORDS[key] : 'any') {
      case 'meta':
        return { isWider: false };
      case 'schema':
        if (typeof value === 'boolean') return { value, isWider: false };
        return isMap(value) ? this.#inner(value, depth) : { isWider: true };
      case 'schemas': {
        if (!Array.isArray(value) || value.length === 0) return { isWider: true };
        const parts = value.map(each => this.repair(each, depth + 1));
        return { value: parts.map(({ schema }) => schema), isWider: parts.some(part => part.isWider) };
      }
      case 'map': {
        if (!isMap(value)) return { isWider: true };
        const parts = Object.entries(value).map(([name, each]) => [name, this.repair(each, depth + 1)] as const);
        const schemas = Object.fromEntries(parts.map(([name, { schema }]) => [name, schema]));
        return { value: schemas, isWider: parts.some(([, part]) => part.isWider) };
      }
      case 'reference':
        return typeof value === 'string' && this.#leadsSomewhere(value) ? { value, isWider: false } : told('see');
      case 'type':
        return isType(value) ? { value, isWider: false } : told('type');
      case 'names': {
        if (!Array.isArray(value)) return { isWider: true };
        const names = [...new Set(value.filter(each => typeof each === 'string'))];
        return { ...(names.length > 0 && { value: names }), isWider: false };
      }
      case 'list':
        return Array.isArray(value) && value.length > 0 ? { value, isWider: false } : { isWider: true };
      case 'number':
        return typeof value === 'number' ? { value, isWider: false } : told(key);
      case 'count':
        return Number.isSafeInteger(value) && Number(value) >= 0 ? { value, isWider: false } : told(key);
      case 'text':
        return typeof value === 'string' ? { value, isWider: false } : { isWider: true };
      case 'flag':
        return typeof value === 'boolean' ? { value, isWider: false } : { isWider: true };
      default:
        return { value, isWider: false };
    }
  }

  #inner(value: unknown, depth: number): { value: unknown; isWider: boolean } {
    const { schema, isWider } = this.repair(value, depth + 1);
    return { value: schema, isWider };
  }

  /** Accepts only references whose path the repair does not change. External references are never resolved. */
  #leadsSomewhere(reference: string): boolean {
    // The repaired root is always an object; a reference to it must not add this constraint elsewhere.
    if (reference === '#') return this.#root['type'] === 'object';
    return isSchema(targetOf(this.#root, reference));
  }
}

/** Returns the target of a reference within the schema; `undefined` for any other reference. */
function targetOf(root: JsonSchema, reference: string): unknown {
  if (!/^#(\/(\$defs|definitions|properties)\/[^/]+)+$/.test(reference)) return undefined;
  const parts = reference.split('/').slice(1).map(decoded);
  if (parts.length > MAX_POINTER_PARTS) return undefined;
  return parts.reduce<unknown>((at, part) => (isMap(at) && Object.hasOwn(at, part) ? at[part] : undefined), root);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return part;
  }
}

/** Removes keywords that become stricter when another part becomes wider. */
function loosened(fields: Readonly<Record<string, unknown>>, wider: ReadonlySet<string>): Record<string, unknown> {
  const dropped = new Set([
    ...(wider.has('oneOf') ? ['oneOf'] : []),
    ...(wider.has('not') ? ['not'] : []),
    ...(wider.has('if') ? ['if', 'then', 'else'] : []),
    ...(wider.has('contains') ? ['maxContains'] : []),
    ...(wider.size > 0 ? ['unevaluatedProperties', 'unevaluatedItems'] : []),
  ]);
  const { oneOf } = fields;
  const kept = Object.fromEntries(Object.entries(fields).filter(([key]) => !dropped.has(key)));
  return dropped.has('oneOf') && oneOf !== undefined && !('anyOf' in kept) ? { ...kept, anyOf: oneOf } : kept;
}

/** Returns the description with the notes appended. */
function described({ description }: Readonly<Record<string, unknown>>, notes: readonly string[]): object {
  if (notes.length === 0) return {};
  const told = `(${notes.join('; ')})`;
  return { description: typeof description === 'string' ? `${description} ${told}` : told };
}

function isType(value: unknown): boolean {
  if (typeof value === 'string') return TYPES.has(value);
  if (!Array.isArray(value) || value.length === 0) return false;
  return value.every(each => typeof each === 'string' && TYPES.has(each)) && new Set(value).size === value.length;
}
