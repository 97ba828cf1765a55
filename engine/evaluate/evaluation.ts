import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { DeviceConfig, RunConfig } from '../config/runConfig';
import type { Dataset } from '../data/dataset';
import type { Network } from '../models/parameter';
import type {
  EvaluationRecord,
  EvaluationRequest,
  FactorResult,
  ProtocolName,
} from '../runs/evaluationRecord';
import type { NamedTensor } from '../runs/trainingState';
import { classifierSteps } from '../train/trainClassifier';
import { majorityShare } from './accuracy';
import { fitWithChosenPenalty, penalties } from './choosePenalty';
import { classificationReport } from './classificationReport';
import { measureColorShortcut } from './colorShortcut';
import { embed, embeddingBatch, type Embedding } from './embed';
import type { EvaluationProgress } from './evaluateCheckpoint';
import { chooseEvaluationImages, type EvaluationSplits } from './evaluationSplits';
import { probeFactor, probeTransformations, transformTaskImages, type SplitEmbeddings } from './factorProbes';
import type { Features } from './features';
import type { FrozenNetwork } from './frozenNetwork';
import { knnVotes } from './knn';
import { LabelEvaluations, type TransferTarget } from './labelEvaluations';
import { learnFromLabels, type LabelledImages, type LearningSetting } from './labelLearning';
import { cropAndFlip, linearRecipe } from './labelRecipes';
import { classScores } from './logisticRegression';
import { recordedFactors, type FactorTarget } from './recordedFactors';
import { representationMetrics } from './representationMetrics';

/** What is evaluated, on what, and who wants to know how it goes. */
export interface EvaluationParts {
  readonly dataset: Dataset;
  readonly config: RunConfig;
  readonly request: EvaluationRequest;
  readonly checkpoint: { readonly path: string; readonly tensors: readonly NamedTensor[] };
  /** Encoder and head of the checkpoint. */
  readonly frozen: FrozenNetwork;
  /** Images that the encoder is transferred to; null where that is not asked for. */
  readonly target: Dataset | null;
  readonly loaderThreads: DeviceConfig['loaderThreads'];
  readonly signal: AbortSignal;
  readonly onProgress: (progress: EvaluationProgress) => void;
}

type Findings = Pick<
  EvaluationRecord,
  | 'chance'
  | 'linear'
  | 'knn'
  | 'metrics'
  | 'factors'
  | 'shortcut'
  | 'supervised'
  | 'semiSupervised'
  | 'transfer'
>;

/** One evaluation: the images it looks at are embedded once, whatever is asked of them. */
export class Evaluation {
  private readonly splits: EvaluationSplits;
  private readonly batchSize: number;
  private readonly targets: readonly FactorTarget[];
  private readonly images: LabelledImages | null;
  private readonly learning: LabelEvaluations;
  /** Views embedded, classifiers fitted and steps of training taken so far, and in all. */
  private embedded = 0;
  private fitted = 0;
  private trained = 0;
  private readonly toEmbed: number;
  private readonly toFit: number;
  private readonly toTrain: number;

  constructor(private readonly parts: EvaluationParts) {
    const { dataset, config, request } = parts;
    this.splits = chooseEvaluationImages(dataset, request.maxImages, request.seed);
    this.batchSize = embeddingBatch(config);
    const { train, test } = this.splits;
    this.toEmbed =
      (this.wantsEmbeddings ? train.indices.length + test.indices.length : 0) +
      (this.asked('metrics') ? 2 * test.indices.length : 0) +
      (this.asked('factors') ? transformTaskImages(this.splits) : 0);
    const factors = (name: 'train' | 'test') => ({
      factors: dataset[name].factors,
      indices: this.splits[name].indices,
    });
    this.targets = this.asked('factors') ? recordedFactors(factors('train'), factors('test')) : [];
    this.images = labelledImages(this.splits);
    this.learning = this.labelEvaluations();
    const byDescent = this.asked('linear') && request.solver === 'sgd';
    this.toFit =
      this.targets.length +
      (this.asked('linear') && !byDescent ? 2 * (penalties.length + 1) : 0) +
      (this.asked('knn') ? 2 : 0) +
      this.learning.fits;
    this.toTrain =
      this.learning.steps +
      (byDescent
        ? 2 * classifierSteps(linearRecipe(train.indices.length, request), train.indices.length)
        : 0);
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
    const embeddings = this.wantsEmbeddings
      ? { train: await this.embed('train'), test: await this.embed('test') }
      : null;
    const metrics = embeddings && this.asked('metrics') ? await this.measure(embeddings.test) : null;
    const done = this.asked('factors') ? await this.probeTransformations() : [];
    return {
      chance: labels && majorityShare(labels.test),
      linear: this.asked('linear') ? await this.linear(embeddings) : null,
      knn: labels && embeddings && this.asked('knn') ? await this.knn(embeddings, labels) : null,
      metrics,
      factors:
        embeddings && this.asked('factors') ? [...(await this.probeRecorded(embeddings)), ...done] : null,
      shortcut: this.asked('shortcut') ? await this.colorShortcut() : null,
      ...(await this.learning.run()),
    };
  }

  private asked(protocol: ProtocolName): boolean {
    return this.parts.request.protocols.includes(protocol);
  }

  /** Whether h and z of whole images are looked at; what learns from views of them needs none. */
  private get wantsEmbeddings(): boolean {
    const fits = this.asked('linear') && this.parts.request.solver === 'lbfgs';
    return fits || this.asked('knn') || this.asked('metrics') || this.asked('factors');
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

  private async linear(embeddings: SplitEmbeddings | null): Promise<EvaluationRecord['linear']> {
    if (this.parts.request.solver === 'sgd') return this.linearByDescent();
    return embeddings && this.linearByLbfgs(embeddings);
  }

  private async linearByLbfgs({ train, test }: SplitEmbeddings): Promise<EvaluationRecord['linear']> {
    const { labels } = this.splits;
    if (labels === null) return null;
    const of = async (fitted: Features, judged: Features) => {
      const { classifier, l2, validation } = await fitWithChosenPenalty(
        { ...fitted, labels: labels.train },
        labels.classes,
        this.parts.request.seed,
        () => this.tellFitting(),
      );
      const scores = await classScores(classifier, judged);
      return { ...classificationReport(scores, labels.test, labels.classes), l2, validation, recipe: null };
    };
    return { h: await of(train.h, test.h), z: await of(train.z, test.z) };
  }

  /** Linear evaluation as in the paper, appendix B.6: the classifier learns from crops and flips. */
  private async linearByDescent(): Promise<EvaluationRecord['linear']> {
    const { frozen, config, request } = this.parts;
    const { images } = this;
    if (images === null) return null;
    const recipe = linearRecipe(images.train.indices.length, request);
    const of = async (encoder: Network<Tensor4D, Tensor2D>) => {
      const augment = cropAndFlip(config.augment, request.cropScale);
      const task = { encoder, start: 'frozen', augment, recipe } as const;
      return { ...(await learnFromLabels(task, images, this.setting)), l2: 0, validation: [], recipe };
    };
    return { h: await of(frozen.encoder), z: await of(headOn(frozen)) };
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

  private colorShortcut(): Promise<EvaluationRecord['shortcut']> {
    const { config, request } = this.parts;
    return measureColorShortcut(this.splits.test, config.augment, request, (done, total) => {
      this.parts.signal.throwIfAborted();
      this.parts.onProgress({ phase: 'comparing', done, total });
    });
  }

  private get setting(): LearningSetting {
    const { request, loaderThreads } = this.parts;
    return {
      ...{ seed: request.seed, loaderThreads, batchSize: this.batchSize },
      onStep: () => {
        this.parts.signal.throwIfAborted();
        this.parts.onProgress({ phase: 'training', done: ++this.trained, total: this.toTrain });
      },
    };
  }

  private labelEvaluations(): LabelEvaluations {
    const { config, checkpoint, dataset, request, target, signal } = this.parts;
    return new LabelEvaluations({
      ...{ config, checkpoint, imageSize: dataset.imageSize, request, images: this.images },
      target: target && describeTarget(target, request),
      setting: this.setting,
      onFit: () => this.tellFitting(),
      onEmbedded: () => signal.throwIfAborted(),
    });
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

function labelledImages({ train, test, labels }: EvaluationSplits): LabelledImages | null {
  if (labels === null) return null;
  const { classes, train: trainLabels, test: testLabels } = labels;
  return { classes, train, trainLabels, test, testLabels };
}

function describeTarget(
  dataset: Dataset,
  { maxImages, seed, target }: EvaluationRequest,
): TransferTarget | null {
  const splits = chooseEvaluationImages(dataset, maxImages, seed, target?.trainImages ?? maxImages);
  const images = labelledImages(splits);
  if (images === null) return null;
  const { name, fingerprint, classes, imageSize } = dataset;
  const counts = { trainImages: images.train.indices.length, testImages: images.test.indices.length };
  return { images, description: { name, fingerprint, classes: classes ?? [], imageSize, ...counts } };
}

/** z of images: g on f, as one network that does not learn. */
function headOn({ encoder, head }: FrozenNetwork): Network<Tensor4D, Tensor2D> {
  return {
    ...{ parameters: [], buffers: [], outputSize: head.outputSize },
    apply: (images, mode) => head.apply(encoder.apply(images, mode), mode),
    dispose: () => undefined,
  };
}
