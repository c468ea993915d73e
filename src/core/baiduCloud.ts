/** True for Baidu AI Cloud's hosts, encrypted and at the usual port: they are one service under several addresses. */
export function isBaiduCloud(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, port } = new URL(address);
  return protocol === 'https:' && port === '' && hostname.endsWith('.baidubce.com');
}
