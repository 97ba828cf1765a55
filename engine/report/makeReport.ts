import { basename } from 'node:path';
import { describeProgress, describeReason } from '../format/describeProgress';
import { describeEvaluation, evaluationBlocks } from '../format/evaluationBlocks';
import { formatCount } from '../format/formatNumbers';
import { listEvaluations, type EvaluationFile } from '../runs/evaluations';
import type { Run } from '../runs/readRun';
import { classBlocks } from './classBlocks';
import { curveFigures } from './curveFigures';
import { embeddingBlocks } from './embeddingBlocks';
import { configurationBlocks, madeByBlocks } from './madeByBlocks';
import { pairsFigures } from './pairsFigures';
import { readCurves } from './readCurves';
import { repeatCommand } from './repeatCommand';
import type { Block, Report } from './report';
import { resultBlocks } from './resultBlocks';

/** Evaluations that are shown whole, the latest ones, so that a report stays one that is read. */
const mostEvaluations = 20;

/**
 * Everything that a run's folder says of it, as a report; what is missing it says, and how to get it.
 * @throws the signal's reason when it aborts.
 */
export async function makeReport(run: Run, signal?: AbortSignal): Promise<Report> {
  const curves = await readCurves(run.paths.metrics, signal);
  const figures = curveFigures(curves, run.record);
  const pairs = await pairsFigures(run.paths);
  const embeddings = await embeddingBlocks(run, signal);
  signal?.throwIfAborted();
  return {
    title: titleOf(run),
    lead: leadOf(run),
    sections: [
      { title: 'Result', blocks: resultBlocks(run, curves) },
      { title: 'What made it', blocks: madeByBlocks(run) },
      {
        title: 'Curves',
        blocks: [
          figures.length === 0
            ? { type: 'text', text: 'Nothing has been logged yet: metrics.jsonl gets a line a step.' }
            : { type: 'figures', figures },
        ],
      },
      {
        title: 'Positive pairs',
        blocks: [
          pairs.length === 0
            ? { type: 'text', text: 'There is no picture of pairs yet: it is written at the first step.' }
            : { type: 'figures', figures: pairs },
        ],
      },
      { title: 'Embeddings', blocks: embeddings },
      { title: 'Evaluations', blocks: evaluationsBlocks(run) },
      { title: 'Run it again', blocks: [{ type: 'code', text: repeatCommand(run.record.config) }] },
      { title: 'Configuration', blocks: configurationBlocks(run) },
    ],
  };
}

/** The name that it was given, or its images and its encoder. */
function titleOf({ record: { config, dataset } }: Run): string {
  if (config.name !== '') return config.name;
  return `${dataset?.name ?? basename(config.data.source)} · ${config.encoder.architecture}`;
}

function leadOf(run: Run): string[] {
  const why = describeReason(run);
  return [
    `SimCLR run, ${run.state}: ${describeProgress(run.record)}.`,
    ...(why === null ? [] : [`Reason: ${why.replace(/(?<![.!?])$/, '.')}`]),
  ];
}

function evaluationsBlocks({ id, paths }: Run): Block[] {
  const all = listEvaluations(paths.evaluations);
  if (all.length === 0) {
    const text = `No checkpoint of this run has been evaluated yet: “simclr evaluate ${id}” does it.`;
    return [{ type: 'text', text }];
  }
  const shown = all.slice(-mostEvaluations).reverse();
  const left = all.length - shown.length;
  return [
    ...shown.flatMap(evaluationPart),
    ...(left === 0 ? [] : [{ type: 'text', text: `${formatCount(left)} older ones are left out.` } as const]),
  ];
}

function evaluationPart({ record }: EvaluationFile): Block[] {
  const { step, createdAt, request } = record;
  return [
    { type: 'heading', text: `Step ${formatCount(step)}, ${createdAt.slice(0, 16).replace('T', ' ')} UTC` },
    { type: 'text', text: `On ${describeEvaluation(record)}; seed ${request.seed}.` },
    ...evaluationBlocks(record),
    ...classBlocks(record),
  ];
}
