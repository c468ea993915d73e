import { generate } from 'selfsigned';

/** A certificate and its private key, as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** A certificate authority that is not trusted by default, with certificates that it signed. */
export interface Authority {
  readonly cert: string;
  /** For a server at 127.0.0.1. */
  readonly server: Certificate;
  /** A client certificate. */
  readonly client: Certificate;
}

const SHAPE = { keyType: 'ec', algorithm: 'sha256' } as const;

/** Creates a certificate authority with the given name. */
export async function makeAuthority(name: string): Promise<Authority> {
  const ca = await generate([{ name: 'commonName', value: name }], {
    ...SHAPE,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const sign = async (subject: string): Promise<Certificate> => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: subject }], {
      ...SHAPE,
      ca: { key: ca.private, cert: ca.cert },
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
    });
    return { cert, key };
  };
  return { cert: ca.cert, server: await sign(`${name} server`), client: await sign(`${name} client`) };
}
