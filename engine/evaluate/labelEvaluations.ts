import type { RunConfig } from '../config/runConfig';
import { createEncoder } from '../models/encoder';
import { assignVariables, readVariables } from '../models/namedVariables';
import type {
  EvaluationRecord,
  EvaluationRequest,
  ProtocolName,
  TrainedResult,
} from '../runs/evaluationRecord';
import type { NamedTensor } from '../runs/trainingState';
import { classifierSteps } from '../train/trainClassifier';
import { majorityShare } from './accuracy';
import { penalties } from './choosePenalty';
import { openFrozen, type OpenEncoder } from './frozenNetwork';
import { learnFromLabels, trainedResult, type LabelledImages, type LearningSetting } from './labelLearning';
import { supervisedRecipe } from './labelRecipes';
import { chooseLabelShares, learnFromShares, semiSupervisedSteps, type LabelShare } from './semiSupervised';
import { transferSteps, transferTo } from './transfer';

/** The images of another data set, as the record describes them. */
export interface TransferTarget {
  readonly images: LabelledImages;
  readonly description: NonNullable<EvaluationRecord['transfer']>['target'];
}

/** What networks learn labels for. */
export interface LabelEvaluationsParts {
  readonly config: RunConfig;
  readonly checkpoint: { readonly path: string; readonly tensors: readonly NamedTensor[] };
  /** Side of the run's views in pixels. */
  readonly imageSize: number;
  readonly request: EvaluationRequest;
  /** The run's images; null where they have no labels. */
  readonly images: LabelledImages | null;
  /** null where transfer is not asked for. */
  readonly target: TransferTarget | null;
  readonly setting: LearningSetting;
  /** Called before each fit of a linear classifier; what it throws ends the work. */
  readonly onFit: () => void;
  readonly onEmbedded: () => void;
}

/** The evaluations in which networks learn from labels: supervised baseline, semi-supervised learning, transfer. */
export class LabelEvaluations {
  private readonly shares: readonly LabelShare[];
  private readonly needsSupervised: boolean;
  /** The supervised baseline's encoder, once it has been trained. */
  private supervised: readonly NamedTensor[] | null = null;

  constructor(private readonly parts: LabelEvaluationsParts) {
    const { request, images, target } = parts;
    this.shares =
      images !== null && this.asked('semi-supervised')
        ? chooseLabelShares(images, request.labelShares, request.seed)
        : [];
    this.needsSupervised = images !== null && (this.asked('supervised') || target !== null);
  }

  /** Steps of training in all. */
  get steps(): number {
    const { request, images, target, config } = this.parts;
    const supervised =
      images !== null && this.needsSupervised
        ? classifierSteps(supervisedRecipe(config), images.train.indices.length)
        : 0;
    const transfer =
      target === null ? 0 : transferSteps(target.images.train.indices.length, request, this.needsSupervised);
    return supervised + semiSupervisedSteps(this.shares, request) + transfer;
  }

  /** Fits of linear classifiers in all. */
  get fits(): number {
    if (this.parts.target === null) return 0;
    return (this.needsSupervised ? 3 : 2) * (penalties.length + 1);
  }

  async run(): Promise<Pick<EvaluationRecord, 'supervised' | 'semiSupervised' | 'transfer'>> {
    const { config, request, setting } = this.parts;
    const { augment } = config;
    const options = { augment, request, openEncoder: this.openEncoder };
    const baseline = await this.trainSupervised();
    return {
      supervised: this.asked('supervised') ? baseline : null,
      semiSupervised: this.asked('semi-supervised')
        ? await learnFromShares(this.shares, options, setting)
        : null,
      transfer: await this.transfer(),
    };
  }

  private asked(protocol: ProtocolName): boolean {
    return this.parts.request.protocols.includes(protocol);
  }

  private readonly openEncoder: OpenEncoder = (start) => {
    const { config, checkpoint, imageSize } = this.parts;
    if (start === 'pretrained') {
      const { encoder, head } = openFrozen(config, imageSize, checkpoint);
      head.dispose();
      return encoder;
    }
    const encoder = createEncoder(config.encoder, imageSize, config.seed);
    if (start === 'supervised') {
      assignVariables([...encoder.parameters, ...encoder.buffers], this.supervised ?? []);
    }
    return encoder;
  };

  /** The same encoder, with the same T, trained with labels instead of pairs. */
  private async trainSupervised(): Promise<TrainedResult | null> {
    const { config, images, setting } = this.parts;
    if (images === null || !this.needsSupervised) return null;
    const recipe = supervisedRecipe(config);
    const encoder = this.openEncoder('scratch');
    try {
      const task = { encoder, start: 'scratch', augment: config.augment, recipe } as const;
      const report = await learnFromLabels(task, images, setting);
      this.supervised = await readVariables([...encoder.parameters, ...encoder.buffers]);
      return trainedResult(report, recipe);
    } finally {
      encoder.dispose();
    }
  }

  private async transfer(): Promise<EvaluationRecord['transfer']> {
    const { target, config, request, setting, onFit, onEmbedded } = this.parts;
    if (target === null) return null;
    const options = {
      ...{ augment: config.augment, request, openEncoder: this.openEncoder, onFit, onEmbedded },
      supervised: this.needsSupervised,
    };
    return {
      target: target.description,
      chance: majorityShare(target.images.testLabels),
      ...(await transferTo(target.images, options, setting)),
    };
  }
}
