type Schema = Readonly<Record<string, unknown>>;

/** Validation of a recursive schema may not terminate. */
const MOST_STEPS = 2_000;

/**
 * Returns whether a JSON value is valid under a JSON Schema. Supports the keywords of 2020-12 that tests use; a list in
 * `items`, with `additionalItems`, has its older meaning. Keywords with invalid values are ignored. Returns `undefined`
 * if validation takes too many steps.
 */
export function takesInstance(root: unknown, value: unknown): boolean | undefined {
  let steps = 0;
  const takes = (schema: unknown, part: unknown): boolean => {
    if (++steps > MOST_STEPS) throw new RangeError();
    if (typeof schema === 'boolean') return schema;
    if (!isObject(schema)) return true;
    return (
      takesReference(schema, part, root, takes) &&
      takesKind(schema, part) &&
      takesLogic(schema, part, takes) &&
      (!isObject(part) || takesObject(schema, part, takes)) &&
      (!Array.isArray(part) || takesArray(schema, part, takes))
    );
  };
  try {
    return takes(root, value);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

type Takes = (schema: unknown, value: unknown) => boolean;

function takesReference({ $ref: reference }: Schema, value: unknown, root: unknown, takes: Takes): boolean {
  if (typeof reference !== 'string' || !/^#(\/|$)/.test(reference)) return true;
  const parts = reference.split('/').slice(1);
  const target = parts.reduce<unknown>(
    (at, part) =>
      isObject(at) && Object.hasOwn(at, part) ? at[part] : Array.isArray(at) ? at[Number(part)] : undefined,
    root,
  );
  return target === undefined || takes(target, value);
}

function takesKind({ type, enum: values, const: only, ...schema }: Schema, value: unknown): boolean {
  const types = [type].flat();
  if (types.length > 0 && types.every(isType) && !types.some(each => isOfType(value, each))) return false;
  if (Array.isArray(values) && values.length > 0 && !values.some(each => same(each, value))) return false;
  if (only !== undefined && !same(only, value)) return false;
  if (typeof value === 'number') {
    const { minimum, maximum, exclusiveMinimum: above, exclusiveMaximum: below } = schema;
    if (typeof minimum === 'number' && (value < minimum || (above === true && value === minimum))) return false;
    if (typeof maximum === 'number' && (value > maximum || (below === true && value === maximum))) return false;
    if (typeof above === 'number' && value <= above) return false;
    if (typeof below === 'number' && value >= below) return false;
  }
  return typeof value !== 'string' || within(value.length, schema['minLength'], schema['maxLength']);
}

function takesLogic(schema: Schema, value: unknown, takes: Takes): boolean {
  const { allOf, anyOf, oneOf, not, if: condition } = schema;
  if (Array.isArray(allOf) && !allOf.every(each => takes(each, value))) return false;
  if (Array.isArray(anyOf) && anyOf.length > 0 && !anyOf.some(each => takes(each, value))) return false;
  if (Array.isArray(oneOf) && oneOf.length > 0 && oneOf.filter(each => takes(each, value)).length !== 1) return false;
  if (isSchema(not) && takes(not, value)) return false;
  const branch = isSchema(condition) ? schema[takes(condition, value) ? 'then' : 'else'] : undefined;
  return !isSchema(branch) || takes(branch, value);
}

function takesObject(schema: Schema, value: Readonly<Record<string, unknown>>, takes: Takes): boolean {
  const { required, additionalProperties } = schema;
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const needed = Array.isArray(required) ? required.filter(name => typeof name === 'string') : [];
  if (!needed.every(name => Object.hasOwn(value, name))) return false;
  return Object.entries(value).every(([name, each]) => {
    if (Object.hasOwn(properties, name)) return takes(properties[name], each);
    return !isSchema(additionalProperties) || takes(additionalProperties, each);
  });
}

function takesArray(schema: Schema, value: readonly unknown[], takes: Takes): boolean {
  const { items, prefixItems } = schema;
  const isOld = Array.isArray(items);
  const tuple: unknown[] = isOld ? (items as unknown[]) : Array.isArray(prefixItems) ? (prefixItems as unknown[]) : [];
  const others = isOld ? schema['additionalItems'] : items;
  if (!within(value.length, schema['minItems'], schema['maxItems'])) return false;
  const { contains } = schema;
  if (isSchema(contains)) {
    const count = value.filter(each => takes(contains, each)).length;
    if (!within(count, schema['minContains'] ?? 1, schema['maxContains'])) return false;
  }
  return value.every((each, place) => {
    if (place < tuple.length) return takes(tuple[place], each);
    return !isSchema(others) || takes(others, each);
  });
}

function within(count: number, least: unknown, most: unknown): boolean {
  return (typeof least !== 'number' || count >= least) && (typeof most !== 'number' || count <= most);
}

const TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'];

function isType(type: unknown): boolean {
  return TYPES.includes(type as string);
}

function isOfType(value: unknown, type: unknown): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}

function isSchema(value: unknown): boolean {
  return typeof value === 'boolean' || isObject(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
