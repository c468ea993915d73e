import type { Endpoint } from '../chat.ts';

/** A model at an endpoint. */
export interface Route {
  readonly endpoint: Endpoint;
  readonly model: string;
}

/** Returns whether both are the same model at the same endpoint. Endpoint names are unique. */
export function isSame(one: Route, other: Route): boolean {
  return one.model === other.model && one.endpoint.name === other.endpoint.name;
}
