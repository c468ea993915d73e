/** Returns whether the URL's host is the loopback address. */
export function isThisComputer(address: string | URL): boolean {
  const text = String(address);
  return URL.canParse(text) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(text).hostname);
}
