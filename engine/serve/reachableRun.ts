import { checkRunName } from '../runs/runName';
import type { RunWriter } from '../runs/runWriter';
import type { RunSummary, TrainRun, TrainRunOptions } from '../train/runEvents';
import { openRunFolder } from '../train/openRunFolder';
import { TrainControl } from '../train/trainControl';
import { trainOpened } from '../train/trainRun';
import { RunServer } from './runServer';

/** As `trainRun`; windows can reach the run meanwhile, to watch it, to pause it and to stop it. */
export const reachableTrainRun: TrainRun = async (options) => trainReachably(openRunFolder(options), options);

/** As `reachableTrainRun`, with the run's folder already open; closes it. */
export async function trainReachably(writer: RunWriter, options: TrainRunOptions): Promise<RunSummary> {
  const control = new TrainControl();
  const stopping = new AbortController();
  const rename = (name: string): void => {
    writer.update({ config: { ...writer.record.config, name: checkRunName(name) } });
  };
  const server = new RunServer(
    writer.paths.folder,
    { control, stop: () => stopping.abort(), rename },
    (message) => logQuietly(writer, message),
  );
  await server.open();
  try {
    return await trainOpened(writer, {
      ...options,
      control,
      signal: AbortSignal.any([options.signal, stopping.signal]),
      onEvent: (event) => {
        options.onEvent(event);
        server.tell(event);
      },
    });
  } finally {
    await server.close();
  }
}

/** For what is not worth ending a run that has a full disk to fight with. */
function logQuietly(writer: RunWriter, message: string): void {
  try {
    writer.log('debug', message);
  } catch {
    // The run's own writes say what is wrong with the disk.
  }
}
