import { changeQueue } from '../../../../engine/runs/runQueue';

// Adds entries <name>-0 to <name>-39 to the queue of a folder, one at a time, and takes the even ones out again.
const [runsFolder = '', name = ''] = process.argv.slice(2);
process.stdout.write('ready\n');
process.stdin.once('data', () => {
  for (let i = 0; i < 40; i++) {
    const id = `${name}-${i}`;
    changeQueue(runsFolder, (entries) => [...entries, { id, lane: 'cpu', addedAt: '2026-01-01T00:00:00Z' }]);
    if (i % 2 === 0) changeQueue(runsFolder, (entries) => entries.filter((entry) => entry.id !== id));
  }
  process.exit(0);
});
