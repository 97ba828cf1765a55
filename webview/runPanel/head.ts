import type { RunAction, RunView } from '../../extension/runPanel/messages';
import { element, setText } from '../components/element';
import { icon, setIcon } from '../components/icon';
import { MenuButton, type MenuItem } from '../components/menuButton';
import { ProgressBar } from '../components/progressBar';
import { setProse } from '../components/prose';
import { Button } from '../components/toolkit';
import { facts, isLive, percentText, phaseText, progressText, shareDone } from './headText';
import { Notices } from './notices';
import { stateFace } from './stateFace';

/** The top of the panel: what run it is, how far, what it has shown, and what can be done. */
export class Head {
  readonly node: HTMLElement;
  private readonly title = element('h1');
  private readonly stateIcon = icon('clock');
  private readonly stateText = element('span');
  private readonly state = element(
    'span',
    { class: 'state', role: 'status' },
    this.stateIcon,
    this.stateText,
  );
  private readonly phase = element('span', { class: 'phase' });
  private readonly progress = element('span', { class: 'progress-text' });
  private readonly bar = new ProgressBar('Progress of the run');
  private readonly percent = element('span', { class: 'percent' });
  private readonly facts = element('span', { class: 'facts' });
  private readonly finding = element('p', { class: 'finding' });
  private readonly hold: Button;
  private readonly stop: Button;
  private readonly checkpoint: Button;
  private readonly notices: Notices;
  private view: RunView | null = null;

  constructor(private readonly act: (action: RunAction) => void) {
    this.hold = new Button({ label: 'Pause', icon: 'debug-pause', onPress: () => act(this.holdAction) });
    this.stop = new Button({ label: 'Stop', icon: 'debug-stop', onPress: () => act('stop') });
    this.checkpoint = new Button({ label: 'Checkpoint', icon: 'save', onPress: () => act('checkpoint') });
    const more = new MenuButton({ label: 'More actions', icon: 'ellipsis', items: () => this.moreItems() });
    this.notices = new Notices(act);
    this.node = element(
      'header',
      { class: 'head' },
      element('div', { class: 'head-title' }, this.title, this.state, this.phase),
      element(
        'div',
        { class: 'head-actions', role: 'group', 'aria-label': 'Actions' },
        this.hold.node,
        this.stop.node,
        this.checkpoint.node,
        more.node,
      ),
      element('div', { class: 'head-progress' }, this.progress, this.bar.node, this.percent, this.facts),
      this.finding,
      this.notices.node,
    );
  }

  update(view: RunView): void {
    this.view = view;
    const face = stateFace(view);
    setText(this.title, view.title);
    setText(this.stateText, face.text);
    setIcon(this.stateIcon, face.icon);
    this.state.dataset['state'] = view.state;
    setText(this.phase, view.state === 'preparing' ? '' : phaseText(view));
    setText(this.progress, progressText(view));
    this.bar.set(shareDone(view));
    setText(this.percent, percentText(view));
    this.showFacts(view);
    setProse(this.finding, view.finding ?? '');
    this.finding.hidden = view.finding === null;
    this.showActions(view);
    this.notices.update(view);
  }

  private get holdAction(): RunAction {
    return this.view?.actions.includes('resume') === true ? 'resume' : 'pause';
  }

  private showActions({ actions }: RunView): void {
    if (this.holdAction === 'resume') this.hold.setFace('Resume', 'debug-continue');
    else this.hold.setFace('Pause', 'debug-pause');
    this.hold.setEnabled(actions.includes('pause') || actions.includes('resume'));
    this.stop.setEnabled(actions.includes('stop'));
    this.checkpoint.setEnabled(actions.includes('checkpoint'));
  }

  private moreItems(): readonly MenuItem[] {
    const item = (label: string, action: RunAction): MenuItem => ({
      label,
      ...(this.view?.actions.includes(action) === true ? {} : { disabled: 'Not possible for this run now.' }),
      onChoose: () => this.act(action),
    });
    return [
      item('Compare h and z', 'embeddings'),
      item('Open configuration', 'openConfig'),
      item('Show log', 'openLog'),
      item('Reveal run folder', 'reveal'),
      'separator',
      item('Duplicate with changes…', 'duplicate'),
    ];
  }

  private showFacts(view: RunView): void {
    const list = facts(view);
    const names = list.map(({ name }) => name).join(' ');
    if (this.facts.dataset['names'] !== names) {
      this.facts.dataset['names'] = names;
      this.facts.replaceChildren(...list.map(({ name }) => element('span', { class: `fact fact-${name}` })));
    }
    list.forEach(({ text, explanation }, index) => {
      const node = this.facts.children[index];
      if (!(node instanceof HTMLElement)) return;
      setText(node, text);
      if (node.title !== explanation) node.title = explanation;
    });
    this.node.classList.toggle('is-live', isLive(view));
  }
}
