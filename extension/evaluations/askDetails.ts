import { l10n } from 'vscode';
import type { EvaluationOrder, ProtocolName } from '../../engine/runs/evaluationRecord';
import type { DatasetList } from '../datasets/datasetList';
import type { ShownRun } from '../runs/shownRun';
import { askDataset } from '../start/askDataset';
import { askText, type Answer, type StepPlace } from '../start/wizardStep';
import { readShares, sharesProblem, suggestedShares } from './labelShares';
import { protocols } from './protocols';
import { epochsProblem, readEpochs } from './trainingEpochs';

/** What some protocols want to know before they start. */
export type EvaluationDetails = Pick<EvaluationOrder, 'labelShares' | 'target' | 'epochs'>;

type Question = (place: StepPlace) => Promise<Answer<EvaluationDetails>>;

/**
 * Asks what the chosen protocols want to know: on which shares of the labels, which images to transfer to,
 * how long to train on them.
 * @param title says of which checkpoint; the protocols themselves were the first question.
 * @returns undefined when the user gave up.
 */
export async function askDetails(
  names: readonly ProtocolName[],
  shown: ShownRun,
  title: string,
  datasets: DatasetList,
): Promise<EvaluationDetails | undefined> {
  const questions: Question[] = [];
  if (names.includes('semi-supervised')) questions.push((place) => askShares(place, shown));
  if (names.some((name) => protocols[name].wantsTarget))
    questions.push((place) => askTarget(place, datasets));
  if (questions.length > 0) questions.push(askEpochs);
  const details: EvaluationDetails[] = [];
  const totalSteps = questions.length + 1;
  while (details.length < questions.length) {
    const place = { title, step: details.length + 2, totalSteps, canGoBack: details.length > 0 };
    const answer = await questions[details.length]?.(place);
    if (answer === undefined || answer === 'gone') return undefined;
    if (answer === 'back') details.pop();
    else details.push(answer.value);
  }
  return Object.assign({}, ...details) as EvaluationDetails;
}

async function askShares(place: StepPlace, { run }: ShownRun): Promise<Answer<EvaluationDetails>> {
  const { dataset } = run.record;
  const count = { labels: dataset?.trainCount ?? Infinity, classes: dataset?.classes?.length ?? 0 };
  const value = suggestedShares(count);
  const prompt = l10n.t('Shares of the labels to learn from, in percent');
  const answer = await askText(place, { value, prompt }, (text) => sharesProblem(text, count));
  return typeof answer === 'string' ? answer : { value: { labelShares: readShares(answer.value) ?? [] } };
}

async function askTarget(place: StepPlace, datasets: DatasetList): Promise<Answer<EvaluationDetails>> {
  const answer = await askDataset(place, datasets, l10n.t('Labelled images to transfer to'));
  if (typeof answer === 'string') return answer;
  return { value: { target: { source: answer.value.source, imageSize: null } } };
}

/** What is trained on labels takes minutes or days, as the user has it. */
async function askEpochs(place: StepPlace): Promise<Answer<EvaluationDetails>> {
  const prompt = l10n.t(
    'Epochs of fine-tuning; nothing for the paper’s 30, or 60 on 1 % of the labels. From scratch it is five times as many.',
  );
  const placeholder = l10n.t('The paper’s');
  const answer = await askText(place, { value: '', prompt, placeholder }, epochsProblem);
  return typeof answer === 'string' ? answer : { value: { epochs: readEpochs(answer.value) ?? null } };
}
