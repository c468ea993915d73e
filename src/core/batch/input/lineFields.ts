import { BatchLineError, type JsonKind } from './lineFault.ts';

/** An object of a line as far as it was read. Every field has to be read: one that nobody asks for is a fault. */
export class LineFields {
  readonly path: string;
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #unread: Set<string>;

  private constructor(values: object, path: string) {
    this.path = path;
    this.#values = values as Readonly<Record<string, unknown>>;
    this.#unread = new Set(Object.keys(values));
  }

  /** Reads the fields of an object with `read`, and throws a `BatchLineError` if it left one out. */
  static read<T>(value: unknown, path: string, read: (fields: LineFields) => T): T {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongKind(path, 'object');
    const fields = new LineFields(value, path);
    const result = read(fields);
    const [unread] = fields.#unread;
    if (unread !== undefined) throw new BatchLineError({ code: 'unknown-field', path: fields.at(unread) });
    return result;
  }

  /** Where a field stands. */
  at(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }

  /** The value as it is; `undefined` where there is none, or it is `null`, as many programs write what they do not set. */
  any(name: string): unknown {
    this.#unread.delete(name);
    // What every object inherits is no field.
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

  /** One of some texts. */
  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const found = choices.find(choice => choice === value);
    if (found === undefined) throw this.wrongValue(name, choices.join(' | '));
    return found;
  }

  /** What an object's fields say. */
  object<T>(name: string, read: (fields: LineFields) => T): T | undefined {
    const value = this.any(name);
    return value === undefined ? undefined : LineFields.read(value, this.at(name), read);
  }

  /** What each value of a list says, which has one at least. */
  list<T>(name: string, read: (value: unknown, path: string) => T): readonly T[] | undefined {
    const value = this.any(name);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw wrongKind(this.at(name), 'array');
    if (value.length === 0) throw new BatchLineError({ code: 'empty', path: this.at(name) });
    return value.map((each: unknown, index) => read(each, `${this.at(name)}[${index}]`));
  }

  /** The value that was read, which has to be there. */
  required<T>(name: string, value: T | undefined): T {
    if (value === undefined) throw new BatchLineError({ code: 'missing', path: this.at(name) });
    return value;
  }

  /** A text with something in it. */
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

/** Another kind of value was expected there. */
export function wrongKind(path: string, expected: JsonKind): BatchLineError {
  return new BatchLineError({ code: 'wrong-kind', path, expected });
}
