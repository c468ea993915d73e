import type { HostMessage } from '../../protocol/chat.ts';

type Shape = 'string' | 'number' | 'object' | 'list' | 'listOrNull';

/** Fields of each message except its type. The contents of objects are trusted. */
const SHAPES: {
  readonly [Type in HostMessage['type']]: {
    readonly [Field in Exclude<keyof Extract<HostMessage, { type: Type }>, 'type'>]: Shape;
  };
} = {
  snapshot: { view: 'object', texts: 'object' },
  turn: { turn: 'object', total: 'number' },
  delta: { turnId: 'string', reasoning: 'string', text: 'string' },
  turns: { side: 'string', nextTo: 'string', window: 'object' },
  changed: { change: 'object' },
  suggestions: { trigger: 'string', query: 'string', items: 'list' },
  focusComposer: {},
  showLatest: {},
  showPlace: {},
  showShortcuts: {},
  ping: {},
  highlighted: { key: 'string', runs: 'listOrNull' },
};

/**
 * Returns the host's message in an event, if there is one. VS Code forwards messages from the frame around the page,
 * which has the same origin; messages from frames or windows of another origin are ignored.
 */
export function hostMessage(event: MessageEvent<unknown>, ownOrigin: string): HostMessage | undefined {
  const { data, origin } = event;
  if (origin !== ownOrigin || typeof data !== 'object' || data === null) return undefined;
  const fields: Readonly<Record<string, unknown>> = { ...data };
  const { type } = fields;
  if (typeof type !== 'string' || !Object.hasOwn(SHAPES, type)) return undefined;
  const shapes = Object.entries<Shape>(SHAPES[type as HostMessage['type']]);
  return shapes.every(([name, shape]) => isOf(shape, fields[name])) ? (data as HostMessage) : undefined;
}

function isOf(shape: Shape, value: unknown): boolean {
  if (shape === 'listOrNull' && value === null) return true;
  if (shape === 'list' || shape === 'listOrNull') return Array.isArray(value);
  return typeof value === shape && value !== null;
}
