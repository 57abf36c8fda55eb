import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';

/**
 * Loads before the server, and kills the process right after a statement of the checkout. The claim of the idempotency
 * key is number 0. Production code has no part in it.
 */
const last = Number(process.env.DIE_AFTER_STATEMENT);
let count = -1;

function done(statement) {
  if (count < 0 && !statement.includes('insert into "idempotency_keys"')) return;
  count += 1;
  if (count === last) process.kill(process.pid, 'SIGKILL');
}

// A build bundles pg, so it cannot be imported here. Its client becomes visible when its pool adds a listener to it.
const { on } = EventEmitter.prototype;
EventEmitter.prototype.on = function (...heard) {
  if ('processID' in this) {
    EventEmitter.prototype.on = on;
    watch(Object.getPrototypeOf(this));
  }
  return on.apply(this, heard);
};

function watch(client) {
  const { query } = client;
  client.query = function (config, ...rest) {
    const result = query.call(this, config, ...rest);
    const text = typeof config === 'string' ? config : config.text;
    return result?.then ? result.then((value) => (done(text), value)) : result;
  };
}

const Database = createRequire(process.argv[1])('better-sqlite3');
const { exec } = Database.prototype;
Database.prototype.exec = function (source) {
  const result = exec.call(this, source);
  done(source);
  return result;
};
const Statement = new Database(':memory:').prepare('select 1').constructor;
for (const method of ['run', 'get', 'all']) {
  const original = Statement.prototype[method];
  Statement.prototype[method] = function (...values) {
    const result = original.apply(this, values);
    done(this.source);
    return result;
  };
}
