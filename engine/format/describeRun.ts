import { basename } from 'node:path';
import { describeLossSettings } from '../config/describeLoss';
import type { RunConfig } from '../config/runConfig';
import type { RunDataset, RunDevice, RunPlan } from '../runs/runRecord';
import { formatBytes, formatCount, formatLarge, formatPlural } from './formatNumbers';

/** Names and values that say in a few lines what a run is; what is not known yet is left out. */
export function describeRun(
  config: RunConfig,
  { dataset, plan, device }: { dataset: RunDataset | null; plan: RunPlan | null; device: RunDevice | null },
): [string, string][] {
  const lines: [string, string][] = [];
  if (dataset !== null) lines.push(['images', describeDataset(dataset)]);
  lines.push(['encoder', describeEncoder(config, plan)]);
  if (plan !== null) lines.push(['head', describeHead(config, plan)]);
  lines.push(['training', describeTraining(config, plan)]);
  if (plan?.peakMemory !== undefined) lines.push(['memory', describeMemory(plan.peakMemory)]);
  if (device !== null)
    lines.push(['device', `${device.backend}: ${device.detail}, ${describeThreads(device)}`]);
  return lines;
}

function describeDataset({
  name,
  source,
  trainCount,
  testCount,
  classes,
  imageSize,
  badFiles,
}: RunDataset): string {
  const title = source === 'builtin' ? 'built-in' : name || basename(source);
  const labels = classes === null ? 'no labels' : `${formatCount(classes.length)} classes`;
  const skipped = badFiles === 0 ? '' : `, ${formatPlural(badFiles, 'file')} skipped`;
  return `${title}, ${formatCount(trainCount)} + ${formatCount(testCount)} held out, ${labels}, views of ${imageSize} px${skipped}`;
}

function describeEncoder({ encoder }: RunConfig, plan: RunPlan | null): string {
  const { architecture, width, widthMultiplier } = encoder;
  const name = architecture.replace('resnet', 'ResNet-');
  const wide = `${width === null ? '' : `, width ${width}`}${widthMultiplier === 1 ? '' : ` ${widthMultiplier}×`}`;
  if (plan === null) return name + wide;
  return `${name}${wide}, ${formatLarge(plan.encoderParameters)} parameters, h of ${plan.representationSize}`;
}

function describeHead({ head }: RunConfig, { headParameters, projectionSize }: RunPlan): string {
  if (head.type === 'none') return 'none, z = h';
  const type =
    head.type === 'linear' ? 'linear' : `${head.hiddenLayers === 1 ? 'one' : head.hiddenLayers} hidden`;
  return `${type}, ${formatLarge(headParameters)} parameters, z of ${projectionSize}`;
}

/** Batch, epochs, optimizer and what is set of the loss in one line. */
export function describeTraining(
  { batchSize, microBatch, epochs, optimizer, loss }: RunConfig,
  plan: RunPlan | null,
): string {
  const split = microBatch === null ? '' : ` in parts of ${formatCount(microBatch)}`;
  const steps = plan === null ? '' : ` (${formatPlural(plan.totalSteps, 'step')})`;
  const rate = `${optimizer.type.toUpperCase()} ${optimizer.learningRate}`;
  return `batch ${formatCount(batchSize)}${split}, ${formatPlural(epochs, 'epoch')}${steps}, ${rate}, ${describeLossSettings(loss)}`;
}

/** "about 182 MB for a step". */
export function describeMemory(peak: number): string {
  return `about ${formatBytes(peak)} for a step`;
}

function describeThreads({ threads }: RunDevice): string {
  return threads === 0 ? '' : formatPlural(threads, 'thread');
}
