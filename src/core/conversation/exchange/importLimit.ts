/** A larger file was not exported by anybody who wants to read it again. */
export const MAX_IMPORT_BYTES = 64 * 1024 * 1024;
