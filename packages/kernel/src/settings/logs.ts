import { z } from 'zod';
import { setting } from './setting.ts';

export const logSettings = {
  LOG_LEVEL: setting(z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'), {
    about: 'Lowest level of the lines that are logged.',
    neededBy: 'operators investigating a problem (debug)',
    example: 'debug',
  }),
  LOG_DIR: setting(z.string().optional(), {
    about:
      'Folder for log files, which are written in addition to the console: app.log and error.log for people, structured.json ' +
      'for programs. Each file is rotated at 10 MB. Workers write to the sub-folder worker. Several servers or several ' +
      'workers on one machine can share the folder.',
    neededBy: 'a machine that does not keep the output of its processes',
    example: '/var/log/cartwright',
    form: 'path',
    otherwise: 'the console only',
  }),
};
