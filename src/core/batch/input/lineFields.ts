import { BatchLineError, type JsonKind } from './lineFault.ts';

/** Reads the fields of a JSON object in a line. Unread fields are an error, so that none is ignored by accident. */
export class LineFields {
  readonly path: string;
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #unread: Set<string>;

  private constructor(values: object, path: string) {
    this.path = path;
    this.#values = values as Readonly<Record<string, unknown>>;
    this.#unread = new Set(Object.keys(values));
  }

  /** Reads an object with the callback `read`; throws `BatchLineError` if a field was left unread. */
  static read<T>(value: unknown, path: string, read: (fields: LineFields) => T): T {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongKind(path, 'object');
    const fields = new LineFields(value, path);
    const result = read(fields);
    const [unread] = fields.#unread;
    if (unread !== undefined) throw new BatchLineError({ code: 'unknown-field', path: fields.at(unread) });
    return result;
  }

  /** Returns the path of a field. */
  at(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }

  /** Returns the raw value; `undefined` if it is missing or `null`, which many programs write for unset fields. */
  any(name: string): unknown {
    this.#unread.delete(name);
    // Ignores inherited properties.
    return Object.hasOwn(this.#values, name) ? (this.#values[name] ?? undefined) : undefined;
  }

  text(name: string): string | undefined {
    return this.#of(name, 'string', value => typeof value === 'string');
  }

  boolean(name: string): boolean | undefined {
    return this.#of(name, 'boolean', value => typeof value === 'boolean');
  }

  number(name: string, low: number, high: number): number | undefined {
    const value = this.#of(name, 'number', each => typeof each === 'number');
    return value === undefined ? undefined : this.#within(name, value, low, high);
  }

  whole(name: string, low: number, high = Number.MAX_SAFE_INTEGER): number | undefined {
    const value = this.#of(name, 'integer', (each): each is number => Number.isSafeInteger(each));
    return value === undefined ? undefined : this.#within(name, value, low, high);
  }

  /** Reads a string that must be one of `choices`. */
  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const found = choices.find(choice => choice === value);
    if (found === undefined) throw this.wrongValue(name, choices.join(' | '));
    return found;
  }

  /** Reads a nested object. */
  object<T>(name: string, read: (fields: LineFields) => T): T | undefined {
    const value = this.any(name);
    return value === undefined ? undefined : LineFields.read(value, this.at(name), read);
  }

  /** Reads a non-empty array. */
  list<T>(name: string, read: (value: unknown, path: string) => T): readonly T[] | undefined {
    const value = this.any(name);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw wrongKind(this.at(name), 'array');
    if (value.length === 0) throw new BatchLineError({ code: 'empty', path: this.at(name) });
    return value.map((each: unknown, index) => read(each, `${this.at(name)}[${index}]`));
  }

  /** Returns the value; throws if it is `undefined`. */
  required<T>(name: string, value: T | undefined): T {
    if (value === undefined) throw new BatchLineError({ code: 'missing', path: this.at(name) });
    return value;
  }

  /** Reads a required string that is not blank. */
  filledText(name: string): string {
    const value = this.required(name, this.text(name));
    if (value.trim() === '') throw new BatchLineError({ code: 'empty', path: this.at(name) });
    return value;
  }

  wrongValue(name: string, allowed: string): BatchLineError {
    return new BatchLineError({ code: 'wrong-value', path: this.at(name), allowed });
  }

  conflict(name: string, other: string): BatchLineError {
    return new BatchLineError({ code: 'conflict', path: this.at(name), other: this.at(other) });
  }

  #of<T>(name: string, expected: JsonKind, isOne: (value: unknown) => value is T): T | undefined {
    const value = this.any(name);
    if (value === undefined) return undefined;
    if (!isOne(value)) throw wrongKind(this.at(name), expected);
    return value;
  }

  #within(name: string, value: number, low: number, high: number): number {
    if (value >= low && value <= high) return value;
    throw this.wrongValue(name, high === Number.MAX_SAFE_INTEGER ? `≥ ${low}` : `${low}–${high}`);
  }
}

/** Creates the error for a value of the wrong type. */
export function wrongKind(path: string, expected: JsonKind): BatchLineError {
  return new BatchLineError({ code: 'wrong-kind', path, expected });
}
