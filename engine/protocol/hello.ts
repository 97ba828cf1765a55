import { RequestType } from 'vscode-jsonrpc';

/** First message of a client. */
export interface HelloParams {
  /** `protocolVersion` of the client. */
  readonly protocol: number;
  /** The secret from the run folder's `engine.json`; empty for an engine that was forked with a channel of its own. */
  readonly token: string;
  /** Who asks, for the log: "VS Code 1.100.3". */
  readonly client: string;
}

/** What an engine says of itself. */
export interface HelloResult {
  readonly protocol: number;
  /** Version of the package. */
  readonly version: string;
  /** Version of Node. */
  readonly node: string;
  readonly pid: number;
}

/** Comes first on every connection: an engine closes one that begins with anything else, or with a wrong token. */
export const helloRequest = new RequestType<HelloParams, HelloResult, void>('hello');
