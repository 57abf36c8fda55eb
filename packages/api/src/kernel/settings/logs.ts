import { z } from 'zod';
import { setting } from './setting.ts';

export const logSettings = {
  LOG_LEVEL: setting(z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'), {
    about: 'The least important lines that are logged.',
    neededBy: 'whoever looks for a fault (debug)',
    example: 'debug',
  }),
  LOG_DIR: setting(z.string().optional(), {
    about:
      'Folder for log files beside the console: app.log and error.log to read, structured.json for programs, each begun anew ' +
      'at 10 MB. Workers write to its sub-folder worker. Several of a kind on one machine may share it.',
    neededBy: 'a machine on which nothing else keeps what processes print',
    example: '/var/log/cartwright',
    form: 'path',
    otherwise: 'the console only',
  }),
};
