import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface Publication {
  'dist-tags': Record<string, string>;
  versions: Record<string, Manifest>;
  _attachments: Record<string, { data: string }>;
}

export interface Manifest {
  [field: string]: unknown;
  dist: { tarball: string };
}

export interface Registry {
  url: string;
  /** The manifest of a version as it was published. */
  manifest(name: string, version: string): Manifest | undefined;
  /** The name of every package that was requested or published, in order. */
  readonly asked: string[];
  /**
   * The audiences of the identity tokens requested at `/identity`, as GitHub serves them. Provenance uses `sigstore`.
   */
  readonly audiences: string[];
  tarball(name: string, version: string): Buffer;
  close(): void;
}

/** A registry on loopback that takes `npm publish` and serves `npm install` for the published packages only. */
export async function startRegistry(token: string): Promise<Registry> {
  const packages = new Map<string, Publication>();
  const tarballs = new Map<string, Buffer>();
  const asked: string[] = [];
  const audiences: string[] = [];

  const answer = async (request: IncomingMessage): Promise<[status: number, body: string | Buffer]> => {
    const path = decodeURIComponent(request.url ?? '').slice(1);
    const tarball = tarballs.get(path);
    if (tarball) return [200, tarball];
    if (path.startsWith('identity?')) {
      audiences.push(path.replace('identity?audience=', ''));
      return [200, JSON.stringify({ value: identity })];
    }
    // The registry knows no workflow, so it trades no identity for a token.
    if (path.startsWith('-/npm/v1/oidc/')) return [404, '{}'];
    asked.push(path);
    if (request.method === 'PUT') {
      if (request.headers.authorization !== `Bearer ${token}`) return [401, '{"error":"unauthorized"}'];
      const publication = JSON.parse(await text(request)) as Publication;
      const [attachment] = Object.values(publication._attachments);
      const [published] = Object.values(publication.versions);
      if (!attachment || !published) return [400, '{"error":"nothing to publish"}'];
      tarballs.set(decodeURIComponent(new URL(published.dist.tarball).pathname).slice(1), decoded(attachment.data));
      packages.set(path, publication);
      return [201, '{}'];
    }
    const publication = packages.get(path);
    if (!publication) return [404, '{"error":"not_found"}'];
    return [200, JSON.stringify({ ...publication, _attachments: undefined })];
  };
  const server = createServer((request, response) => {
    void answer(request).then(([status, body]) => response.writeHead(status).end(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const manifest = (name: string, version: string) => packages.get(name)?.versions[version];
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    manifest,
    asked,
    audiences,
    tarball(name, version) {
      const address = manifest(name, version)?.dist.tarball ?? '';
      const bytes = tarballs.get(decodeURIComponent(new URL(address).pathname).slice(1));
      if (!bytes) throw new Error(`${name}@${version} was not published.`);
      return bytes;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

const encoded = (claims: object) => Buffer.from(JSON.stringify(claims)).toString('base64url');
/** An identity without a signature, which no service accepts. */
const identity = `${encoded({ alg: 'none' })}.${encoded({ sub: 'repo:owner/name' })}.none`;

function decoded(base64: string): Buffer {
  return Buffer.from(base64, 'base64');
}
