/**
 * The benchmark, `npm run bench -- --help`.
 * With --peer every case alternates with its PyTorch and torchvision counterpart, and the ratio of the medians of both
 * is printed: absolute numbers depend on the machine, ratios much less.
 * With --backend webgpu a GPU is measured; with --ui the extension, in VS Code, each case beside its goal.
 */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { cpus } from 'node:os';
import { UserError } from '../../engine/errors';
import { findPeer } from './peer';

const usage = `npm run bench -- [--peer] [--json] [--repeats 3] [--case NAME]
  on the CPU      [--images FOLDER] [--threads N]
  on a GPU        --backend webgpu [--gpu NAME] [--minutes N: begin no case later] [--after CASE: those that follow it]
                  [--tiny: sizes for a GPU in software] [--list: only say which GPUs there are]
  the extension   --ui`;

const { values } = readArguments({
  options: {
    help: { type: 'boolean', default: false },
    peer: { type: 'boolean', default: false },
    ui: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    repeats: { type: 'string', default: '3' },
    images: { type: 'string' },
    case: { type: 'string', default: '' },
    threads: { type: 'string', default: String(cpus().length) },
    backend: { type: 'string', default: 'cpu' },
    gpu: { type: 'string', default: 'auto' },
    list: { type: 'boolean', default: false },
    after: { type: 'string', default: '' },
    minutes: { type: 'string', default: 'Infinity' },
    tiny: { type: 'boolean', default: false },
  },
});

/** As `parseArgs`; an option that there is not gets a sentence. */
function readArguments<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    process.exit(1);
  }
}

/** The Python of the peer; null where none is wanted. */
function peerPython(): string | null {
  if (!values.peer) return null;
  const python = findPeer();
  if (python !== null) return python;
  throw new UserError(
    'No python3 with torch and torchvision: on Debian, apt-get install python3-torch python3-torchvision',
  );
}

async function main(): Promise<void> {
  if (values.help) {
    console.log(usage);
    return;
  }
  const { json, case: name, after, images, gpu, tiny } = values;
  const repeats = Number(values.repeats);
  // Each of them brings libraries of its own, of which not every machine has all.
  if (values.ui) {
    const { measureUi } = await import('./ui/measureUi');
    await measureUi({ repeats, name, json });
  } else if (values.backend === 'webgpu' && values.list) {
    const { listGpus } = await import('./gpu/listGpus');
    await listGpus();
  } else if (values.backend === 'webgpu') {
    const { measureGpu } = await import('./gpu/measureGpu');
    const minutes = Number(values.minutes);
    await measureGpu({ repeats, name, after, json, gpu, tiny, minutes, python: peerPython() });
  } else if (values.backend === 'cpu') {
    const { measureCpu } = await import('./measureCpu');
    await measureCpu({ repeats, name, json, images, threads: Number(values.threads), python: peerPython() });
  } else {
    throw new UserError(`--backend: there is no "${values.backend}" to measure: use cpu or webgpu`);
  }
}

main().then(
  () => process.exit(),
  (error: unknown) => {
    console.error(error instanceof UserError ? error.message : error);
    process.exit(1);
  },
);
