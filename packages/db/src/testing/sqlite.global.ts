import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../index.ts';

export default async function setup(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), 'cartwright-sqlite-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const file = join(folder, 'template.db');
  const db = await openDatabase(`sqlite:${file}`);
  await db.migrate();
  await db.close();
  project.provide('databaseTemplate', { dialect: 'sqlite', file });
  return remove;
}
