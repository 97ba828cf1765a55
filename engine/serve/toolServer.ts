import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type CancellationToken,
  type MessageConnection,
  type ProgressToken,
} from 'vscode-jsonrpc/node';
import type { Say } from '../backends/openBackend';
import { UserError } from '../errors';
import { tellWarmingUp, type EvaluationHooks } from '../evaluate/evaluationHooks';
import { helloRequest } from '../protocol/hello';
import {
  backendsRequest,
  evaluateRequest,
  inspectRequest,
  previewRequest,
  toolProgress,
  type BackendDescription,
  type ToolProgress,
} from '../protocol/toolProtocol';
import { findCheckpoint } from '../runs/findCheckpoint';
import { answerHello } from './answerHello';
import { cancellationSignal } from './cancellationSignal';
import { giveWay } from './giveWay';
import { answerEmbeddingRequests } from './embeddingRequests';
import { answerExportRequests } from './exportRequests';
import { answerFeatureMaps } from './featureMapRequests';
import { OneAtATime } from './oneAtATime';
import { FrameWriter } from './frameWriter';
import { responseError } from './responseError';
import { RunImages } from './runImages';
import { answerSearches } from './searchRequests';
import { answerStudios } from './studioRequests';
import type { TensorAnswering } from './tensorAnswering';

/**
 * Answers questions about data sets and devices over the channel to the process that forked this one, until that
 * channel closes, which ends this process.
 * @param pipe descriptor of a pipe to that process, which takes pixels; without it they travel among the messages.
 * @throws UserError where there is no such channel.
 */
export function serveTools(pipe?: number): void {
  if (process.send === undefined) throw new UserError('"tools" is for a program that forks this one');
  process.on('disconnect', () => process.exit(0));
  const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
  new ToolServer(connection, pipe === undefined ? null : new FrameWriter(pipe)).listen();
}

class ToolServer {
  private greeted = false;
  /** One test at a time: each opens the CPU backend anew. */
  private testing: Promise<readonly BackendDescription[]> | null = null;
  /** Whatever needs the one backend that a process has. */
  private readonly tensors = new OneAtATime();
  private readonly images = new RunImages();

  constructor(
    private readonly connection: MessageConnection,
    private readonly frames: FrameWriter | null,
  ) {}

  listen(): void {
    const { connection } = this;
    connection.onRequest(helloRequest, (params) =>
      answered(() => {
        const { result } = answerHello(params, '');
        this.greeted = true;
        return result;
      }),
    );
    connection.onRequest(backendsRequest, ({ progressToken }, token) =>
      this.greetedOnly(() => this.backends(this.hooks(token, progressToken))),
    );
    connection.onRequest(inspectRequest, ({ data, baseFolder, seed, progressToken }, token) =>
      this.greetedOnly(async () => {
        const { inspectDataset } = await import('../data/inspectDataset');
        return inspectDataset(data, { baseFolder, seed }, this.hooks(token, progressToken));
      }),
    );
    connection.onRequest(previewRequest, ({ progressToken, ...params }, token) =>
      this.greetedOnly(async () => {
        const { previewSheet } = await import('../augment/previewSheet');
        const { png } = await previewSheet(params, this.hooks(token, progressToken));
        return { png: png.toString('base64') };
      }),
    );
    connection.onRequest(evaluateRequest, ({ checkpoint, request, device, progressToken }, token) =>
      this.greetedOnly(() =>
        this.tensors.run(async () => {
          giveWay();
          const { evaluateCheckpoint } = await import('../evaluate/evaluateCheckpoint');
          const found = findCheckpoint('', checkpoint);
          const { path } = await evaluateCheckpoint({
            ...{ ...found, request, device },
            ...this.hooks(token, progressToken),
          });
          return { path };
        }),
      ),
    );
    answerEmbeddingRequests(connection, (work) => this.greetedOnly(work), this.tensors, this.images);
    const answering: TensorAnswering = {
      greeted: (work) => this.greetedOnly(work),
      hooks: (token, progress) => this.hooks(token, progress),
      tensors: this.tensors,
    };
    answerSearches(connection, answering);
    answerFeatureMaps(connection, answering, this.images);
    answerExportRequests(connection, (work) => this.greetedOnly(work));
    answerStudios(connection, {
      greeted: (work) => this.greetedOnly(work),
      hooks: (token, progress) => this.hooks(token, progress),
      frames: this.frames,
    });
    connection.listen();
  }

  private greetedOnly<T>(work: () => Promise<T>): Promise<T> {
    return answered(() => {
      if (!this.greeted) throw new UserError('say hello first');
      return work();
    });
  }

  private backends(hooks: Pick<EvaluationHooks, 'onProgress'>): Promise<readonly BackendDescription[]> {
    this.testing ??= this.tensors
      .run(() => describe(tellWarmingUp(hooks)))
      .finally(() => {
        this.testing = null;
      });
    return this.testing;
  }

  /** Progress goes to a client that has given a token for it, and its cancellation stops the work. */
  private hooks(token: CancellationToken, progressToken: ProgressToken | undefined) {
    return {
      signal: cancellationSignal(token),
      onProgress: (progress: ToolProgress) => {
        if (progressToken === undefined) return;
        void this.connection.sendProgress(toolProgress, progressToken, progress);
      },
    };
  }
}

async function describe(say: Say): Promise<readonly BackendDescription[]> {
  const { describeBackends } = await import('../backends/describeBackends');
  return describeBackends(say);
}

async function answered<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw responseError(error, (unforeseen) => {
      const stack = unforeseen instanceof Error ? unforeseen.stack : String(unforeseen);
      process.stderr.write(`${stack ?? ''}\n`);
    });
  }
}
