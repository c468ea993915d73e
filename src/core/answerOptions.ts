/**
 * What a caller may ask for beyond an answer in words. Each is sent only when it is set, because models differ in which
 * they refuse, and only where the protocol has a word for it.
 */
export interface AnswerOptions {
  /** Searching the web before answering, which may be billed extra; the pages come as `citations`. `false` forbids it. */
  readonly webSearch?: boolean;
  /** `json_object`, or JSON of a schema. V1 knows no schemas and is then asked for a JSON object. */
  readonly responseFormat?: 'json_object' | JsonFormat;
  /** V2 only, for models that can do both. */
  readonly thinking?: Thinking;
  readonly tools?: readonly Tool[];
  /** Whether tools have to be called, or the one that has to be. */
  readonly toolChoice?: 'auto' | 'none' | 'required' | { readonly tool: string };
  /** At most 4 texts of at most 20 characters that end the answer. */
  readonly stop?: readonly string[];
  /** V2 only. */
  readonly seed?: number;
  /** From 1 (none) to 2. */
  readonly penaltyScore?: number;
}

/** JSON that follows a JSON Schema. */
export interface JsonFormat {
  readonly name: string;
  readonly schema: JsonSchema;
}

/** Thinking before answering. */
export interface Thinking {
  readonly enabled: boolean;
  /** Most tokens to think. */
  readonly budgetTokens?: number;
}

/** Something the model may ask to be called. */
export interface Tool {
  readonly name: string;
  readonly description?: string;
  /** Of the arguments' object; a tool without arguments where it is missing. */
  readonly parameters?: JsonSchema;
}

/** A JSON Schema, sent as it is. */
export type JsonSchema = Readonly<Record<string, unknown>>;
