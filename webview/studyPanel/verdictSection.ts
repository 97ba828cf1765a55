import type { RuleView, StudyView } from '../../extension/studyPanel/messages';
import { element } from '../components/element';
import { icon } from '../components/icon';
import { verdictIcon } from './verdictFace';

/** What became of the claim, and of each rule that it rests on. */
export function verdictSection({
  verdict,
  verdictWord,
  rules,
  progress,
  decision,
}: StudyView): HTMLElement[] {
  const head = (text: string) => element('th', { scope: 'col' }, text);
  return [
    element(
      'h2',
      { id: 'verdict' },
      'Verdict: ',
      element(
        'span',
        { class: 'verdict-word', 'data-verdict': verdict },
        icon(verdictIcon(verdict, progress)),
        ` ${verdictWord}`,
      ),
    ),
    element(
      'table',
      { class: 'rules' },
      element('caption', { class: 'visually-hidden' }, 'Rules of the verdict'),
      element(
        'thead',
        {},
        element('tr', {}, ...['What is claimed', 'Verdict', 'Difference', 'Wanted', 'Seeds'].map(head)),
      ),
      element('tbody', {}, ...rules.map((rule) => ruleRow(rule, progress))),
    ),
    element('p', { class: 'quiet' }, decision),
  ];
}

function ruleRow(
  { text, verdict, word, difference, margin, seeds }: RuleView,
  progress: StudyView['progress'],
): HTMLElement {
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, text),
    element(
      'td',
      { class: 'verdict-word', 'data-verdict': verdict },
      icon(verdictIcon(verdict, progress)),
      ` ${word}`,
    ),
    element('td', { class: 'number', 'data-label': 'difference' }, difference === '' ? '–' : difference),
    element('td', { class: 'number', 'data-label': 'wanted' }, margin === 0 ? '> 0' : `> ${String(margin)}`),
    element('td', { class: 'number', 'data-label': 'seeds' }, seeds === 0 ? '–' : String(seeds)),
  );
}
