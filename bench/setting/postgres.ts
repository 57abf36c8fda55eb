import { randomBytes } from 'node:crypto';
import { addressOf, onServer, startCluster } from '@cartwright/db/testing';

export interface PostgresServer {
  /** The server's version and settings, for the description of the machine. */
  readonly description: string;
  /** Creates a database, which is dropped at the end, and resolves to its address. */
  createDatabase(): Promise<string>;
  close(): Promise<void>;
}

/** The server of DATABASE_URL, or one from the npm registry with its default settings, such as fsync on. */
export async function openPostgres(given = process.env['DATABASE_URL']): Promise<PostgresServer> {
  const isGiven = given !== undefined && /^postgres(ql)?:/.test(given);
  const cluster = isGiven ? undefined : await startCluster({ durable: true });
  const server = isGiven ? given : addressOf(cluster?.url ?? '', 'postgres');
  const names: string[] = [];
  return {
    description: isGiven ? 'Postgres of DATABASE_URL' : 'Postgres on the same machine, fsync on',
    async createDatabase() {
      const name = `cartwright_bench_${randomBytes(4).toString('hex')}`;
      await onServer(server, `create database ${name}`);
      names.push(name);
      return addressOf(server, name);
    },
    async close() {
      if (cluster) return cluster.stop();
      for (const name of names) await onServer(server, `drop database if exists ${name} with (force)`);
    },
  };
}
