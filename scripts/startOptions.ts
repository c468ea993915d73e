import { parseArgs } from 'node:util';

/** Options after `npm start --`. */
export interface StartOptions {
  readonly help: boolean;
  /** Use the installed `code` instead of a server and a browser. */
  readonly desktop: boolean;
  /** Use the existing package instead of building it. */
  readonly skipBuild: boolean;
  /** Folder for profiles and the sample project; `undefined` for the default. */
  readonly data: string | undefined;
}

export const START_HELP = `npm start [-- OPTIONS]

Builds and packages the extension and opens it in a real VS Code, with a sample project.
Questions go to a simulator of the service, and the money is play money. With a key of
your own in the environment variable QIANFAN_BEARER_TOKEN they go to the real service.

  --desktop     use the VS Code of this machine (its command "code") instead of one in the browser
  --skip-build  use the package that is there
  --data DIR    keep profiles and the sample project there instead of in .vscode-test/start
  --help        show this

Ctrl+C ends it.`;

/** Parses the options. Throws on an unknown one. */
export function readStartOptions(args: readonly string[]): StartOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', default: false },
      desktop: { type: 'boolean', default: false },
      data: { type: 'string' },
      'skip-build': { type: 'boolean', default: false },
    },
  });
  return { help: values.help, desktop: values.desktop, skipBuild: values['skip-build'], data: values.data };
}
