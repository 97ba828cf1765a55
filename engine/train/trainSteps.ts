import { dispose, type Scalar } from '@tensorflow/tfjs-core';
import type { ViewLoader } from '../augment/viewLoader';
import { keepUp } from '../backends/keepUp';
import { GpuMemoryError } from '../backends/webgpu/gpuFailure';
import { withinMemory } from '../backends/withinMemory';
import { chooseEvaluationImages, type EvaluationSplits } from '../evaluate/evaluationSplits';
import { learningRateAt } from '../optim/learningRate';
import { UserError } from '../errors';
import type { CheckpointFile } from '../runs/checkpoints';
import type { MetricsLine } from '../runs/metricsLine';
import { checkFinite } from './checkFinite';
import { isDue } from './dueSteps';
import type { StepOutcome } from './learner';
import { PairSampler } from './pairSampler';
import type { PreparedRun } from './preparedRun';
import { RunClock } from './runClock';
import { evaluateRun, type EvaluationMetrics } from './runEvaluation';
import type { RunProgress } from './runProgress';
import { writeSamples } from './samples';
import { SkippedSteps } from './skippedSteps';
import { saveCheckpoint } from './saveCheckpoint';
import { embeddingsDue, saveEmbeddingsOnTheWay } from './saveEmbeddings';
import { Throughput } from './throughput';
import type { StepActions } from './trainControl';

/** Share of the time spent waiting for views from which on it is worth a word. */
const starved = 0.3;

/**
 * Takes the steps from `progress` to the end of the run or to the abort, with metrics, evaluations and checkpoints on
 * the way. `progress` is kept up to date; the last step is in a checkpoint on return.
 * @param loader of the run's views, from that step on.
 * @throws UserError when the numbers are not finite any more; nothing of that is recorded.
 */
export async function trainSteps(run: PreparedRun, progress: RunProgress, loader: ViewLoader): Promise<void> {
  const { control, config, dataset, plan } = run;
  const pairs = new PairSampler(dataset, config);
  control.open((count) => pairs.draw(count, Math.floor(progress.step / plan.stepsPerEpoch)));
  try {
    await new StepLoop(run, progress, loader).run();
  } finally {
    control.close('the run takes no more steps: it is being judged, or about to end');
  }
}

/** A line of metrics without its place. */
type LineValues = Omit<MetricsLine, 'step' | 'epoch' | 'time'>;

class StepLoop {
  private readonly clock: RunClock;
  private readonly throughput = new Throughput();
  private readonly evaluated: EvaluationSplits;
  private readonly skipped: SkippedSteps;
  /** Losses read since the last evaluation. */
  private losses: number[] = [];

  /** What is done at a wish from outside. */
  private readonly actions: StepActions = {
    saveCheckpoint: () => this.saved(),
    hold: () => {
      this.clock.hold();
      this.progress.seconds = this.clock.seconds;
      this.prepared.reporter.state('paused');
    },
    goOn: () => {
      this.prepared.reporter.state('running');
      this.clock.goOn();
    },
  };

  constructor(
    private readonly prepared: PreparedRun,
    private readonly progress: RunProgress,
    private readonly loader: ViewLoader,
  ) {
    const { dataset, config, learner, reporter } = prepared;
    this.skipped = new SkippedSteps(learner.scaling, reporter);
    this.clock = new RunClock(progress.seconds);
    this.evaluated = chooseEvaluationImages(dataset, config.evaluate.maxImages, config.seed);
  }

  async run(): Promise<void> {
    const { progress, prepared } = this;
    const { control, signal, plan } = prepared;
    if (progress.step === 0) await this.recordUntrained();
    await control.attend(this.actions, signal);
    while (progress.step < plan.totalSteps && !signal.aborted) {
      await this.step();
      await control.attend(this.actions, signal);
    }
    if (progress.step > 0) await this.saved();
  }

  /** The checkpoint of the step at hand, written if need be. */
  private async saved(): Promise<CheckpointFile> {
    const { progress, prepared } = this;
    if (progress.step === 0) throw new UserError('there is no step yet that a checkpoint could hold');
    if (progress.saved?.step === progress.step) return progress.saved;
    return saveCheckpoint(prepared, progress);
  }

  /** One step, and whatever falls due after it. */
  private async step(): Promise<void> {
    const { progress, prepared } = this;
    const { config, learner, plan, dataset } = prepared;
    const begun = performance.now();
    const batch = await this.loader.next();
    const waited = performance.now() - begun;
    if (progress.step === 0) await writeSamples(prepared, batch);

    const { labels } = dataset.train;
    const learningRate = learningRateAt(progress.step, plan.totalSteps, config);
    const outcome = learner.step(batch, labels && batch.indices.map((i) => labels[i] ?? -1), learningRate);
    batch.release();
    const queued = performance.now();
    await keepUp();
    progress.step++;
    progress.seconds = this.clock.seconds;
    const due = this.due(progress.step);
    const values = due.line ? await this.read(outcome) : null;
    const now = performance.now();
    // A GPU that is waited for after the step was busy while its views were made.
    const lost = Math.max(0, waited - (now - queued));
    this.throughput.add(2 * config.batchSize, (now - begun) / 1000, lost / 1000);

    if (values) {
      const line = { ...values, learningRate, ...this.throughput.take() };
      const evaluation = due.evaluation ? await this.besides(() => this.evaluate(outcome), line) : {};
      this.append({ ...line, ...evaluation });
      if (due.checkpoint) await saveCheckpoint(prepared, progress, evaluation['probe.h']);
      if (due.embeddings) await this.saveEmbeddings();
    }
    dispose({ ...outcome });
  }

  /**
   * Work that looks at the network and leaves it as it is. Where the GPU's memory does not suffice for it, a checkpoint
   * keeps the step.
   * @param line metrics of the step that are still to be written then.
   */
  private async besides<T>(work: () => Promise<T>, line: LineValues | null = null): Promise<T> {
    try {
      return await withinMemory(work);
    } catch (error) {
      if (error instanceof GpuMemoryError && this.progress.step > 0) {
        if (line !== null) this.append(line);
        await this.saved();
      }
      throw error;
    }
  }

  /** A line of metrics comes with every evaluation and checkpoint, so that none is taken of unchecked numbers. */
  private due(step: number): {
    line: boolean;
    evaluation: boolean;
    checkpoint: boolean;
    embeddings: boolean;
  } {
    const { config, plan } = this.prepared;
    const last = step === plan.totalSteps;
    const evaluation = last || isDue(step, config.evaluate.everyEpochs, plan.stepsPerEpoch);
    const checkpoint = last || isDue(step, config.checkpoint.everyEpochs, plan.stepsPerEpoch);
    const line = evaluation || checkpoint || step === 1 || step % config.logEverySteps === 0;
    // The last step's are written at the end of the run, of more images.
    const embeddings = !last && checkpoint && embeddingsDue(step, this.prepared);
    return { line, evaluation, checkpoint, embeddings };
  }

  /** Waits for the step's numbers. On a GPU that holds up the steps behind it, so it is done for lines only. */
  private async read(outcome: StepOutcome) {
    const scalar = async (what: string, tensor: Scalar): Promise<number> => {
      const values = await tensor.data();
      checkFinite({ what, values }, this.progress.step, this.prepared.config);
      return values[0] ?? NaN;
    };
    const loss = await scalar('the loss', outcome.loss);
    const contrastiveAccuracy = await scalar('the contrastive accuracy', outcome.contrastiveAccuracy);
    this.losses.push(loss);
    // A skipped step has no gradient to speak of.
    if (await this.skipped.wasLast()) return { loss, contrastiveAccuracy };
    return { loss, contrastiveAccuracy, gradientNorm: await scalar('the gradient', outcome.gradientNorm) };
  }

  private async evaluate({ z }: StepOutcome): Promise<EvaluationMetrics> {
    const { learner, config, reporter } = this.prepared;
    const [count, size] = z.shape;
    const data = Float32Array.from(await z.data());
    const loss = this.losses.reduce((sum, value) => sum + value, 0) / this.losses.length;
    this.skipped.tell(this.progress.step);
    const trained = { step: this.progress.step, batchZ: { data, count, size }, loss };
    const { metrics, collapse } = await evaluateRun(
      learner,
      this.evaluated,
      config,
      trained,
      reporter.evaluating,
    );
    this.losses = [];
    if (collapse !== null && this.isUnderWay) {
      // The warning stays with the run, which may recover.
      const epoch = Math.round(this.progress.step / this.prepared.plan.stepsPerEpoch);
      reporter.warnOnce('collapse', `Epoch ${epoch}: ${collapse}`);
    }
    if (this.throughput.totalDataWait > starved) reporter.warnOnce('starved', this.starvation());
    return metrics;
  }

  /** Whether the representation has had the time to become better than it was drawn. */
  private get isUnderWay(): boolean {
    const { config, plan } = this.prepared;
    const warmup = config.schedule.warmupFraction * plan.totalSteps;
    return this.progress.step >= Math.max(plan.stepsPerEpoch, 2 * warmup);
  }

  private starvation(): string {
    const share = Math.round(100 * this.throughput.totalDataWait);
    return `Training waits for its views ${share} % of the time: ${this.loader.remedy}.`;
  }

  /** The line before the first step: what the encoder is worth as it was drawn, or imported. */
  private async recordUntrained(): Promise<void> {
    const { learner, config, reporter } = this.prepared;
    const { metrics } = await withinMemory(() =>
      evaluateRun(learner, this.evaluated, config, null, reporter.evaluating),
    );
    this.append(metrics);
    await this.saveEmbeddings();
  }

  /** A stop that comes meanwhile is for the loop to see, which then writes its checkpoint; only the embeddings lack. */
  private async saveEmbeddings(): Promise<void> {
    const { signal } = this.prepared;
    try {
      await this.besides(() => saveEmbeddingsOnTheWay(this.prepared, this.progress.step));
    } catch (error) {
      if (error !== signal.reason) throw error;
    }
  }

  private append(values: LineValues): void {
    const { writer, reporter, plan } = this.prepared;
    const { progress, clock } = this;
    progress.seconds = clock.seconds;
    const { step, seconds } = progress;
    const line = { step, epoch: step / plan.stepsPerEpoch, time: seconds, ...values };
    writer.appendMetrics(line);
    reporter.emit({ type: 'metrics', line });
  }
}
