import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type MailServer, startMailServer } from '@cartwright/api/testing';
import pg from 'pg';
import { answerRounds } from '../setting/beside.ts';

interface Settings {
  /** The folder of the production build. */
  readonly app: string;
  readonly env: Record<string, string>;
}

/** Starts over with the mail server up or down. Without it, counts the e-mails sent or failed since the last start. */
interface Question {
  readonly mailServer?: 'up' | 'down';
}

const forgetJobs = 'select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))';
const countFailed = 'select count(*)::int as count from graphile_worker.jobs where last_error is not null';

/** A production worker, and a mail server that can be up or down. */
await answerRounds<Settings, Question>(async ({ app, env }) => {
  const pool = new pg.Pool({ connectionString: env['DATABASE_URL'] ?? '', max: 1 });
  await pool.query(forgetJobs);
  let server: MailServer | undefined = await startMailServer();
  const { port } = server;
  const worker = spawn(process.execPath, [join(app, 'cartwright.js'), 'worker'], {
    env: { PATH: process.env['PATH'], ...env, EMAIL_PORT: String(port) },
    stdio: 'ignore',
  });
  process.once('exit', () => worker.kill('SIGKILL'));

  return async ({ mailServer }) => {
    if (mailServer === undefined) return server?.mails.length ?? (await pool.query(countFailed)).rows[0].count;
    await server?.close();
    await pool.query(forgetJobs);
    server = mailServer === 'up' ? await startMailServer(port) : undefined;
    return 0;
  };
});
