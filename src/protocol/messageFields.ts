/** The names of the text fields of each message of a union, besides its type: how a message is checked. */
export type MessageFields<Message extends { readonly type: string }> = {
  readonly [Type in Message['type']]: readonly Exclude<keyof Extract<Message, { type: Type }>, 'type'>[];
};
