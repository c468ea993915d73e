/** Names that Windows keeps for devices, whatever stands behind their dot. */
const DEVICES = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i;

/** In bytes of UTF-8: file systems take 255, and an extension follows. */
const MAX_BYTES = 120;

/** A title as the name of a file that every system takes, without an extension. */
export function fileName(title: string, otherwise: string): string {
  const name = shortened(
    title
      .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
      .replace(/[<>:"/\\|?*]+/g, '-')
      .replace(/\s+/g, ' '),
  )
    .replace(/^[\s.-]+|[\s.-]+$/g, '')
    .replace(DEVICES, '$1_');
  return name === '' ? otherwise : name;
}

function shortened(text: string): string {
  let [length, bytes] = [0, 0];
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > MAX_BYTES) break;
    length += character.length;
  }
  return text.slice(0, length);
}
