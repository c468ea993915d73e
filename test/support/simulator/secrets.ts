import type { Exchange } from './exchange.ts';
import type { ServiceState } from './serviceState.ts';

/** Where a secret may appear: the Authorization header, in two schemes, and a query parameter of two names. */
export type SecretPlace = 'bearer' | 'accessCode' | 'access_token' | 'client_secret';

interface Secret {
  readonly label: string;
  readonly text: string;
  /** `null`: it must never be sent. */
  readonly place: SecretPlace | null;
}

const QUERY_PLACES: readonly string[] = ['access_token', 'client_secret'] satisfies SecretPlace[];

/**
 * Records a violation for every secret outside its allowed place: verbatim, URL-encoded or in base64. `places` are
 * those of the requested interface: a valid token sent to another interface is a leaked secret too.
 */
export function noteStraySecrets(
  exchange: Exchange,
  service: ServiceState,
  body: Buffer,
  places: readonly SecretPlace[],
): void {
  const { headers, url = '' } = exchange.request;
  const text = body.toString();
  for (const secret of secretsOf(service)) {
    const place = secret.place !== null && places.includes(secret.place) ? secret.place : null;
    const inQuery = place !== null && QUERY_PLACES.includes(place);
    if (holds(inQuery ? withoutParameter(url, place) : url, secret)) exchange.violate(`${secret.label} in the URL`);
    if (holds(text, secret)) exchange.violate(`${secret.label} in the body`);
    for (const [name, value] of Object.entries(headers)) {
      if (name === 'authorization' && place !== null && !inQuery) continue;
      if (holds(String(value), secret)) exchange.violate(`${secret.label} in the header ${name}`);
    }
  }
}

/** Returns a URL for the records, with labels in place of secret parameters and of secrets anywhere else. */
export function shownUrl(url: string, service: ServiceState): string {
  let shown = url;
  for (const { label, text } of secretsOf(service))
    for (const form of formsOf(text)) shown = shown.replaceAll(form, `(${label})`);
  for (const name of QUERY_PLACES)
    shown = shown.replaceAll(new RegExp(`([?&]${name}=)(?!\\()[^&]+`, 'g'), '$1(unknown)');
  return shown;
}

function secretsOf({ settings, tokens }: ServiceState): Secret[] {
  const secrets = [
    ...settings.keys.map(({ label, key }): Secret => ({ label, text: key, place: 'bearer' })),
    ...settings.iamPairs.map(({ label, secretKey }): Secret => ({ label, text: secretKey, place: null })),
    ...settings.apps.map(({ label, secretKey }): Secret => ({ label, text: secretKey, place: 'client_secret' })),
    ...settings.accessCodes.map(({ label, code }): Secret => ({ label, text: code, place: 'accessCode' })),
    ...tokens
      .all()
      .map(({ label, text, kind }): Secret => ({ label, text, place: kind === 'oauth' ? 'access_token' : 'bearer' })),
  ];
  return secrets.filter(({ text }) => text !== '');
}

function withoutParameter(url: string, name: string): string {
  return url.replaceAll(new RegExp(`([?&]${name}=)[^&]*`, 'g'), '$1');
}

function holds(text: string, secret: Secret): boolean {
  return formsOf(secret.text).some(form => text.includes(form));
}

function formsOf(text: string): string[] {
  return [text, encodeURIComponent(text), Buffer.from(text).toString('base64').replace(/=+$/, '')];
}
