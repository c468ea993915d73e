import type { Configuration } from '../configuration.ts';

const VARIABLES = /^(https?_proxy|all_proxy|no_proxy|node_extra_ca_certs|ssl_cert_file)$/i;

/** Returns the network settings of this computer: VS Code's, and the environment variables it falls back to. */
export function networkFacts(
  configuration: Configuration,
  environment: NodeJS.ProcessEnv,
): Readonly<Record<string, unknown>> {
  const variables = Object.entries(environment).filter(([name]) => VARIABLES.test(name));
  return { ...configuration.network(), ...Object.fromEntries(variables) };
}
