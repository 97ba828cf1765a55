import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../../extension/packaging/runProgram';
import { freePort } from '../workbench/driver/freePort';
import { poll } from '../workbench/driver/poll';

/** A real Slurm on this machine: its controller, and one node that says it has four cores. */
export interface Cluster {
  /** Path of its slurm.conf. */
  readonly config: string;
  /** Ends its daemons and removes its folder. */
  stop(): Promise<void>;
}

const daemons = ['slurmd', 'slurmctld', 'munged'];

/** Starts a cluster whose files are all in a folder of its own, reached over the loopback interface alone. */
export async function startCluster(): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'simclr-slurm-'));
  const config = join(folder, 'slurm.conf');
  const env = { ...process.env, SLURM_CONF: config };
  const stop = async () => {
    for (const name of daemons) await end(join(folder, `${name}.pid`));
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await startMunge(folder);
    await writeFile(config, await configuration(folder));
    await runProgram('slurmctld', [], { env });
    await runProgram('slurmd', [], { env });
    await poll('the node', async () => {
      return (await runProgram('sinfo', ['--noheader', '--format=%T'], { env })).trim() === 'idle';
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { config, stop };
}

/** Starts what vouches for users, with a key of its own, as the user that Debian's package has for it. */
async function startMunge(folder: string): Promise<void> {
  const key = join(folder, 'munge.key');
  await writeFile(key, randomBytes(128), { mode: 0o400 });
  // It goes into no folder that others cannot pass through.
  await chmod(folder, 0o755);
  await runProgram('chown', ['munge', folder, key]);
  const file = (ending: string) => join(folder, `munged.${ending}`);
  await runProgram('setpriv', [
    ...['--reuid=munge', '--regid=munge', '--clear-groups', 'munged', `--key-file=${key}`],
    ...[`--socket=${file('socket')}`, `--pid-file=${file('pid')}`],
    ...[`--log-file=${file('log')}`, `--seed-file=${file('seed')}`],
  ]);
}

async function configuration(folder: string): Promise<string> {
  const [state, spool] = ['state', 'spool'].map((name) => join(folder, name)) as [string, string];
  await Promise.all([mkdir(state), mkdir(spool)]);
  const host = hostname();
  return `ClusterName=simclr
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${await freePort()}
SlurmdPort=${await freePort()}
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.log
StateSaveLocation=${state}
SlurmdSpoolDir=${spool}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
# A requeued job waits until its credential has expired, two minutes unless told.
AuthInfo=socket=${folder}/munged.socket,cred_expire=5
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=2
AccountingStorageType=accounting_storage/none
ReturnToService=2
MailProg=/bin/true
# More cores than there may be: how many tasks run at a time is for --at-most to say.
SlurmdParameters=config_overrides
NodeName=${host} NodeAddr=127.0.0.1 CPUs=4 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`;
}

/** Ends the process that a file names, and waits for it. */
async function end(pidFile: string): Promise<void> {
  if (!existsSync(pidFile)) return;
  const pid = Number(await readFile(pidFile, 'utf8'));
  process.kill(pid, 'SIGTERM');
  await poll('the end of a daemon', () => !isAlive(pid), 30_000);
}

function isAlive(pid: number): boolean {
  try {
    // One that has ended may wait for a parent that never asks.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
