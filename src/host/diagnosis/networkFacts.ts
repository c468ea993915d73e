import type { Configuration } from '../configuration.ts';

const VARIABLES = /^(https?_proxy|all_proxy|no_proxy|node_extra_ca_certs|ssl_cert_file)$/i;

/** What decides on this computer how requests travel: VS Code's settings, and variables it takes them from without any. */
export function networkFacts(
  configuration: Configuration,
  environment: NodeJS.ProcessEnv,
): Readonly<Record<string, unknown>> {
  const variables = Object.entries(environment).filter(([name]) => VARIABLES.test(name));
  return { ...configuration.network(), ...Object.fromEntries(variables) };
}
