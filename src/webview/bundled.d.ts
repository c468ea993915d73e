/** Style sheets are bundled into one beside the script. */
declare module '*.css';

/** Pictures are bundled as their text. */
declare module '*.svg' {
  const text: string;
  export = text;
}
