/** Names of the text fields of each message in a union, without `type`; used to validate messages. */
export type MessageFields<Message extends { readonly type: string }> = {
  readonly [Type in Message['type']]: readonly Exclude<keyof Extract<Message, { type: Type }>, 'type'>[];
};
