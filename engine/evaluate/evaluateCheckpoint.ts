import { dirname, relative } from 'node:path';
import { openBackend } from '../backends/openBackend';
import type { DeviceConfig, RunConfig } from '../config/runConfig';
import type { Dataset } from '../data/dataset';
import { openDataset } from '../data/openDataset';
import { UserError } from '../errors';
import { readCheckpoint } from '../runs/checkpoints';
import {
  protocolNames,
  type EvaluationOrder,
  type EvaluationRecord,
  type EvaluationRequest,
  type FactorResult,
  type ProtocolName,
} from '../runs/evaluationRecord';
import { writeEvaluation } from '../runs/evaluations';
import type { FoundCheckpoint } from '../runs/findCheckpoint';
import { programVersions } from '../runs/programVersions';
import { majorityShare } from './accuracy';
import { checkRequest, possibleProtocols } from './checkRequest';
import { fitWithChosenPenalty, penalties } from './choosePenalty';
import { classificationReport } from './classificationReport';
import { embed, embeddingBatch, type Embedding } from './embed';
import { chooseEvaluationImages, type EvaluationSplits } from './evaluationSplits';
import { probeFactor, probeTransformations, transformTaskImages, type SplitEmbeddings } from './factorProbes';
import type { Features } from './features';
import { openFrozen, type FrozenNetwork } from './frozenNetwork';
import { knnVotes } from './knn';
import { classScores } from './logisticRegression';
import { recordedFactors, type FactorTarget } from './recordedFactors';
import { representationMetrics } from './representationMetrics';

/** How far an evaluation has come. */
export interface EvaluationProgress {
  readonly phase: 'listing' | 'decoding' | 'generating' | 'embedding' | 'fitting';
  readonly done: number;
  /** 0 while it is not known. */
  readonly total: number;
}

/** What is to be evaluated, and who wants to know how it goes. */
export interface EvaluateOptions extends FoundCheckpoint {
  readonly request: EvaluationOrder;
  readonly device: DeviceConfig;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: EvaluationProgress) => void;
}

/** What was found, and where it was written. */
export interface Evaluated {
  readonly path: string;
  readonly record: EvaluationRecord;
}

/**
 * Judges the frozen encoder and head of a checkpoint on the run's own images, and writes what it finds into the folder
 * `evaluations/` of the run. Weights and the statistics of batch norm stay as the checkpoint has them.
 * @throws UserError when the images are gone or changed, or do not allow what is asked; nothing is written then.
 * @throws the signal's reason when it aborts.
 */
export async function evaluateCheckpoint(options: EvaluateOptions): Promise<Evaluated> {
  const { run, checkpoint, signal, onProgress } = options;
  const began = performance.now();
  const loaded = readCheckpoint(checkpoint.path);
  const { config } = loaded;
  const dataset = await openDataset(
    config.data,
    { baseFolder: run.record.baseFolder, runsFolder: dirname(run.paths.folder), seed: config.seed },
    { signal, onProgress },
  );
  if (run.record.dataset !== null && run.record.dataset.fingerprint !== dataset.fingerprint) {
    throw new UserError(
      `${dataset.source} is not what the run was trained on: its files have changed; put them back to evaluate the run on them`,
    );
  }
  const { protocols, seed, ...rest } = options.request;
  const request: EvaluationRequest = {
    ...rest,
    protocols: protocols ?? possibleProtocols(dataset, protocolNames),
    seed: seed ?? config.seed,
  };
  checkRequest(request, dataset);
  const device = await openBackend(options.device);
  const frozen = openFrozen(config, dataset.imageSize, loaded);
  try {
    const evaluation = new Evaluation({ dataset, config, request, frozen, signal, onProgress });
    const record: EvaluationRecord = {
      format: 1,
      createdAt: new Date().toISOString(),
      checkpoint: relative(run.paths.folder, checkpoint.path).replaceAll('\\', '/'),
      step: checkpoint.step,
      request,
      dataset: evaluation.describeData(),
      device: { backend: device.name, detail: device.detail, threads: device.threads },
      versions: programVersions(),
      ...(await evaluation.run()),
      seconds: (performance.now() - began) / 1000,
    };
    return { path: writeEvaluation(run.paths.evaluations, record), record };
  } finally {
    frozen.dispose();
  }
}

interface EvaluationParts {
  readonly dataset: Dataset;
  readonly config: RunConfig;
  readonly request: EvaluationRequest;
  readonly frozen: FrozenNetwork;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: EvaluationProgress) => void;
}

type Findings = Pick<EvaluationRecord, 'chance' | 'linear' | 'knn' | 'metrics' | 'factors'>;

/** One evaluation: the images it looks at are embedded once, whatever is asked of them. */
class Evaluation {
  private readonly splits: EvaluationSplits;
  private readonly batchSize: number;
  private readonly targets: readonly FactorTarget[];
  /** Views embedded and classifiers fitted so far, and in all. */
  private embedded = 0;
  private fitted = 0;
  private readonly toEmbed: number;
  private readonly toFit: number;

  constructor(private readonly parts: EvaluationParts) {
    const { dataset, config, request } = parts;
    this.splits = chooseEvaluationImages(dataset, request.maxImages, request.seed);
    this.batchSize = embeddingBatch(config);
    const { train, test } = this.splits;
    this.toEmbed =
      train.indices.length +
      test.indices.length +
      (this.asked('metrics') ? 2 * test.indices.length : 0) +
      (this.asked('factors') ? transformTaskImages(this.splits) : 0);
    const factors = (name: 'train' | 'test') => ({
      factors: dataset[name].factors,
      indices: this.splits[name].indices,
    });
    this.targets = this.asked('factors') ? recordedFactors(factors('train'), factors('test')) : [];
    this.toFit =
      this.targets.length +
      (this.asked('linear') ? 2 * (penalties.length + 1) : 0) +
      (this.asked('knn') ? 2 : 0);
  }

  describeData(): EvaluationRecord['dataset'] {
    const { name, fingerprint, classes, imageSize } = this.parts.dataset;
    const { train, test } = this.splits;
    return {
      ...{ name, fingerprint, classes, imageSize },
      ...{ trainImages: train.indices.length, testImages: test.indices.length },
    };
  }

  async run(): Promise<Findings> {
    const { labels } = this.splits;
    this.tellEmbedded(0);
    const embeddings = { train: await this.embed('train'), test: await this.embed('test') };
    const metrics = this.asked('metrics') ? await this.measure(embeddings.test) : null;
    const done = this.asked('factors') ? await this.probeTransformations() : [];
    return {
      chance: labels && majorityShare(labels.test),
      linear: labels && this.asked('linear') ? await this.linear(embeddings, labels) : null,
      knn: labels && this.asked('knn') ? await this.knn(embeddings, labels) : null,
      metrics,
      factors: this.asked('factors') ? [...(await this.probeRecorded(embeddings)), ...done] : null,
    };
  }

  private asked(protocol: ProtocolName): boolean {
    return this.parts.request.protocols.includes(protocol);
  }

  private async embed(name: 'train' | 'test'): Promise<Embedding> {
    const images = this.splits[name];
    const found = await embed(this.parts.frozen, images, this.batchSize, (done) => this.tellEmbedded(done));
    this.embedded += images.indices.length;
    return found;
  }

  private async measure(test: Embedding): Promise<EvaluationRecord['metrics']> {
    const { frozen, config, request } = this.parts;
    const { labels, test: images } = this.splits;
    const options = { augment: config.augment, seed: request.seed, batchSize: this.batchSize };
    const found = await representationMetrics(frozen, images, test, labels && labels.test, options, (done) =>
      this.tellEmbedded(done),
    );
    this.embedded += 2 * images.indices.length;
    return found;
  }

  private async probeTransformations(): Promise<FactorResult[]> {
    const { frozen, request } = this.parts;
    const options = { seed: request.seed, batchSize: this.batchSize };
    return probeTransformations(frozen, this.splits, options, (done) => this.tellEmbedded(done));
  }

  private async probeRecorded(embeddings: SplitEmbeddings): Promise<FactorResult[]> {
    const results: FactorResult[] = [];
    for (const target of this.targets) {
      this.tellFitting();
      results.push(await probeFactor(embeddings, target, 'recorded'));
    }
    return results;
  }

  private async linear(
    { train, test }: SplitEmbeddings,
    labels: NonNullable<EvaluationSplits['labels']>,
  ): Promise<EvaluationRecord['linear']> {
    const { classes } = labels;
    const of = async (fitted: Features, judged: Features) => {
      const { classifier, l2, validation } = await fitWithChosenPenalty(
        { ...fitted, labels: labels.train },
        classes,
        this.parts.request.seed,
        () => this.tellFitting(),
      );
      const report = classificationReport(await classScores(classifier, judged), labels.test, classes);
      return { ...report, l2, validation };
    };
    return { h: await of(train.h, test.h), z: await of(train.z, test.z) };
  }

  private async knn(
    { train, test }: SplitEmbeddings,
    labels: NonNullable<EvaluationSplits['labels']>,
  ): Promise<EvaluationRecord['knn']> {
    const { neighbours, temperature } = this.parts.request;
    const of = async (fitted: Features, judged: Features) => {
      this.tellFitting();
      const options = { neighbours, temperature };
      const votes = await knnVotes({ ...fitted, labels: labels.train }, judged, labels.classes, options);
      return classificationReport(votes, labels.test, labels.classes);
    };
    return { h: await of(train.h, test.h), z: await of(train.z, test.z) };
  }

  private tellEmbedded(done: number): void {
    this.parts.signal.throwIfAborted();
    this.parts.onProgress({ phase: 'embedding', done: this.embedded + done, total: this.toEmbed });
  }

  private tellFitting(): void {
    this.parts.signal.throwIfAborted();
    this.parts.onProgress({ phase: 'fitting', done: this.fitted++, total: this.toFit });
  }
}
