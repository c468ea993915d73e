import * as v from 'valibot';
import { titleOf } from '../conversationTitle.ts';
import { withoutUris } from './attachedFiles.ts';
import { conversationShape } from './conversationShape.ts';
import { EXPORT_VERSION, type ExportedConversation, type Parsed } from './exportedConversation.ts';

const FORMAT = 'ask-wenxin-conversation';

const envelope = v.looseObject({ format: v.literal(FORMAT), version: v.number() });
const fileShape = v.looseObject({ title: v.string(), conversation: conversationShape });

/**
 * Serializes a conversation with all its branches, for other programs and for `parseJson`. URIs of attached files are
 * omitted.
 */
export function conversationJson({ title, conversation: { id, turns, tip } }: ExportedConversation): string {
  const conversation = { id, turns: withoutUris(turns), tip };
  return `${JSON.stringify({ format: FORMAT, version: EXPORT_VERSION, title, conversation }, undefined, 2)}\n`;
}

/** Parses the output of `conversationJson`; otherwise returns why the text is not valid. */
export function parseJson(text: string): Parsed {
  const value = parsed(text);
  const head = v.safeParse(envelope, value);
  if (!head.success) return value === undefined && text.includes(FORMAT) ? 'broken' : 'foreign';
  if (head.output.version > EXPORT_VERSION) return 'newer';
  const file = v.safeParse(fileShape, value);
  if (!file.success) return 'broken';
  const { title, conversation } = file.output;
  const { id, turns, tip } = conversation;
  return { title: titleOf(title), conversation: { id, turns, tip } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
