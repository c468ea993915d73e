/**
 * Optional features of a request beyond a plain text answer. Each is sent only when set, because models reject
 * different ones, and only where the protocol supports it.
 */
export interface AnswerOptions {
  /**
   * Searches the web before answering, which may be billed extra; the pages come as `citations`. `false` forbids it.
   */
  readonly webSearch?: boolean;
  /** `json_object`, or JSON that follows a schema. V1 has no schemas; a JSON object is requested there instead. */
  readonly responseFormat?: 'json_object' | JsonFormat;
  /** V2 only, for models that can answer with or without thinking. */
  readonly thinking?: Thinking;
  readonly tools?: readonly Tool[];
  /** Whether the model must call tools, or which tool it must call. */
  readonly toolChoice?: 'auto' | 'none' | 'required' | { readonly tool: string };
  /** Stop sequences: at most 4, of at most 20 characters each. */
  readonly stop?: readonly string[];
  /** V2 only. */
  readonly seed?: number;
  /** From 1 (no penalty) to 2. */
  readonly penaltyScore?: number;
}

/** JSON that follows a JSON Schema. */
export interface JsonFormat {
  readonly name: string;
  readonly schema: JsonSchema;
}

/** Reasoning before the answer. */
export interface Thinking {
  readonly enabled: boolean;
  /** Maximum number of tokens for reasoning. */
  readonly budgetTokens?: number;
}

/** A tool that the model may ask to call. */
export interface Tool {
  readonly name: string;
  readonly description?: string;
  /** Schema of the arguments object; missing for a tool without arguments. */
  readonly parameters?: JsonSchema;
}

/** A JSON Schema, sent unchanged. */
export type JsonSchema = Readonly<Record<string, unknown>>;
