import { acquireLock } from '../../../../engine/runs/runLock';

// Takes the lock named on the command line, says so, and waits to be killed.
acquireLock(process.argv[2] ?? '');
process.stdout.write('held\n');
process.stdin.resume();
