const KB = 1024;

/** Formats a size in bytes as VS Code does: `12 KB`, `3.4 MB`, `1.2 GB`. Anything above 0 is at least 1 KB. */
export function sizeText(bytes: number): string {
  if (bytes < KB ** 2) return `${Math.ceil(bytes / KB)} KB`;
  return bytes < KB ** 3 ? `${(bytes / KB ** 2).toFixed(1)} MB` : `${(bytes / KB ** 3).toFixed(1)} GB`;
}
