import { withCredentials, type Credentials } from './auth/withCredentials.ts';
import type { AuthorizedRequest, Backend, ChatBackend, Endpoint } from './chat.ts';
import type { Clock } from './clock.ts';
import { attempts } from './flow/attempts.ts';
import { gate } from './flow/gate.ts';
import type { ModelPrice } from './money.ts';
import { BookingAdmission } from './spend/bookingAdmission.ts';
import type { DailyBudget } from './spend/dailyBudget.ts';
import type { Ledger } from './spend/ledger.ts';

/** What a client is made of. */
export interface ClientOptions {
  /** Sends an attempt over the network. */
  readonly transport: Backend<AuthorizedRequest>;
  readonly credentials: Credentials;
  /** Where questions go; read for each of them. */
  readonly endpoint: () => Endpoint;
  /** Stays the caller's, who closes it after the last question. */
  readonly ledger: Ledger;
  /** The price that holds now, or `undefined` when it is unknown. */
  readonly findPrice: (model: string) => ModelPrice | undefined;
  /** The budget that holds now, or `undefined` when there is none; read for each attempt. */
  readonly budget: () => DailyBudget | undefined;
  /** Name of the account that pays at an endpoint; where missing, the endpoint's own. */
  readonly account?: (endpoint: Endpoint) => string;
  readonly clock: Clock;
}

/** The backend that callers see: the network with all policies around it, in the one right order. */
export function createClient({
  transport,
  credentials,
  endpoint,
  ledger,
  findPrice,
  budget,
  account = ({ account: name = '' }) => name,
  clock,
}: ClientOptions): ChatBackend {
  const admission = new BookingAdmission({ ledger, findPrice, budget, account, clock });
  const ready = async (to: Endpoint, signal: AbortSignal): Promise<void> => {
    await credentials(to, signal);
  };
  return attempts(gate(withCredentials(transport, credentials), admission, ready), endpoint);
}
