/**
 * Returns whether the address is a Baidu AI Cloud host with HTTPS on the default port. All these hosts are one service.
 */
export function isBaiduCloud(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, port } = new URL(address);
  return protocol === 'https:' && port === '' && hostname.endsWith('.baidubce.com');
}
