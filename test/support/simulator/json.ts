/** A JSON object whose fields have not been checked. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** True for `{…}`, false for arrays, `null` and everything else. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns the first field of `value` that is not in `known`, if any. */
export function unknownField(value: JsonObject, known: Iterable<string>): string | undefined {
  const names = new Set(known);
  return Object.keys(value).find(name => !names.has(name));
}
