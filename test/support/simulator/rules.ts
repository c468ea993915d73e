import { isObject, type JsonObject, unknownField } from './json.ts';
import type { SimulatedModel } from './models.ts';

/** Checks a value; returns the end of an error sentence ("must be …") or `null`. */
export type Rule = (value: unknown, model: SimulatedModel) => string | null;

export const flag: Rule = value => (typeof value === 'boolean' ? null : 'must be a boolean');
export const words: Rule = value =>
  typeof value === 'string' && value !== '' ? null : 'must be a string with content';
export const anything: Rule = () => null;
export const anyObject: Rule = value => (isObject(value) ? null : 'must be an object');

/** Returns the rule for a number between two inclusive bounds; with `above` the lower bound is exclusive. */
export function number(low: number, high: number, { above = false } = {}): Rule {
  const range = `must be a number in ${above ? '(' : '['}${low}, ${high}]`;
  return value => (typeof value === 'number' && (above ? value > low : value >= low) && value <= high ? null : range);
}

export function integer(low: number, high: number): Rule {
  return value =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= low && value <= high
      ? null
      : `must be an integer in [${low}, ${high}]`;
}

export function oneOf(...values: readonly string[]): Rule {
  return value => (typeof value === 'string' && values.includes(value) ? null : `must be one of ${values.join(', ')}`);
}

/** Returns the rule for an object with these fields and no others. */
export function object(rules: Readonly<Record<string, Rule>>, required: readonly string[] = []): Rule {
  return (value, model) => {
    if (!isObject(value)) return 'must be an object';
    const missing = required.find(name => !(name in value));
    if (missing !== undefined) return `lacks ${missing}`;
    const complaint = checkFields(value, rules, model);
    return complaint === null ? null : `is wrong: ${complaint}`;
  };
}

/** Returns the rule for a list with at least one entry. */
export function listOf(rule: Rule): Rule {
  return (value, model) => {
    if (!Array.isArray(value) || value.length === 0) return 'must be a list with entries';
    const complaint = (value as unknown[]).map(item => rule(item, model)).find(each => each !== null);
    return complaint === undefined ? null : `has an entry that ${complaint}`;
  };
}

/** Rule for the stop words of both interfaces. */
export const stop: Rule = value =>
  Array.isArray(value) &&
  value.length <= 4 &&
  value.every(item => typeof item === 'string' && item.length >= 1 && item.length <= 20)
    ? null
    : 'must be a list of at most 4 strings of 1 to 20 characters';

/** Returns an error sentence for the first field that is unknown or violates its rule; `null` if all are valid. */
export function checkFields(
  value: JsonObject,
  rules: Readonly<Record<string, Rule>>,
  model: SimulatedModel,
): string | null {
  const stranger = unknownField(value, Object.keys(rules));
  if (stranger !== undefined) return `unknown field ${stranger}`;
  for (const [name, content] of Object.entries(value)) {
    const complaint = rules[name]?.(content, model) ?? null;
    if (complaint !== null) return `${name} ${complaint}`;
  }
  return null;
}
