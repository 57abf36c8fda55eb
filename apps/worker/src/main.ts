import { failWith } from '@cartwright/process';
import { program } from './program.ts';

program().parseAsync().catch(failWith);
