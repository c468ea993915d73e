/** Maximum size of an imported file, far above that of real conversations. */
export const MAX_IMPORT_BYTES = 64 * 1024 * 1024;
