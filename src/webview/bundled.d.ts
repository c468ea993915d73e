/** Style sheets are bundled into one file next to the script. */
declare module '*.css';

/** SVG files are bundled as text. */
declare module '*.svg' {
  const text: string;
  export = text;
}
