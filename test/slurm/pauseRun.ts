import { pauseRequest } from '../../engine/protocol/runProtocol';
import { attach } from '../engine/serve/client';

/** Pauses a run that trains on this machine, as a window would. */
export async function pauseRun(folder: string): Promise<void> {
  const { connection, socket } = await attach(folder);
  await connection.sendRequest(pauseRequest);
  connection.dispose();
  socket.destroy();
}
