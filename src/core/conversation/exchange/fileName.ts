/** Device names that Windows reserves, with any extension. */
const DEVICES = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i;

/** In bytes of UTF-8. File systems allow 255, and an extension follows. */
const MAX_BYTES = 120;

/** Converts a title to a file name without extension that is valid on every system. */
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
