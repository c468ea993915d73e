import type { Endpoint } from '../chat.ts';

/** Where a question can be asked. */
export interface Route {
  readonly endpoint: Endpoint;
  readonly model: string;
}

/** Whether both lead to the same model at the same endpoint, whose names are unique. */
export function isSame(one: Route, other: Route): boolean {
  return one.model === other.model && one.endpoint.name === other.endpoint.name;
}
