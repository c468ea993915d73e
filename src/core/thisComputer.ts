/** True for an address that leads to no other computer. */
export function isThisComputer(address: string | URL): boolean {
  const text = String(address);
  return URL.canParse(text) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(text).hostname);
}
