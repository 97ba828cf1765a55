import { PassThrough } from 'node:stream';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';

/** Both ends of a connection within this process; they listen once their handlers are set. */
export function connectionPair(): { client: MessageConnection; server: MessageConnection } {
  const [there, back] = [new PassThrough(), new PassThrough()];
  return {
    client: createMessageConnection(new StreamMessageReader(back), new StreamMessageWriter(there)),
    server: createMessageConnection(new StreamMessageReader(there), new StreamMessageWriter(back)),
  };
}
