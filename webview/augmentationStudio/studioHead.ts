import type { StudioView } from '../../extension/augmentationStudio/messages';
import { formatCount } from '../../extension/format/formatNumbers';
import { element, setText } from '../components/element';
import { Button } from '../components/toolkit';

export interface HeadEvents {
  onSave(): void;
  onSaveAs(): void;
  onStart(): void;
}

/** What is shown of where T comes from, as far as saving changes it. */
export type StudioPlace = Pick<StudioView, 'title' | 'file' | 'origin'>;

/** The top of the studio: what it is about, whether it is saved, and what can be done with it. */
export class StudioHead {
  readonly node: HTMLElement;
  private readonly title = element('h1');
  private readonly facts = element('span', { class: 'quiet' });
  private readonly saved = element('span', { class: 'saved', role: 'status' });
  private readonly save: Button;

  constructor(events: HeadEvents) {
    this.save = new Button({ label: 'Save', icon: 'save', onPress: events.onSave });
    const saveAs = new Button({ label: 'Save as…', icon: 'save-as', onPress: events.onSaveAs });
    const start = new Button({
      ...{ label: 'Start a run with it', icon: 'play', kind: 'primary' },
      onPress: events.onStart,
    });
    this.node = element(
      'header',
      { class: 'head' },
      element('div', { class: 'head-title' }, this.title, this.facts),
      element(
        'div',
        { class: 'head-actions', role: 'group', 'aria-label': 'Actions' },
        this.saved,
        this.save.node,
        saveAs.node,
        start.node,
      ),
    );
  }

  showImages({ dataset, count, imageSize }: StudioView): void {
    setText(
      this.facts,
      `${dataset} · ${formatCount(count)} training images · views of ${imageSize} × ${imageSize} px`,
    );
  }

  update({ title, file, origin }: StudioPlace, unsaved: boolean): void {
    setText(this.title, `Augmentations of ${title}`);
    setText(this.saved, savedText(file, origin.kind, unsaved));
    this.saved.classList.toggle('unsaved', unsaved);
    this.save.node.hidden = file === null;
    this.save.setEnabled(unsaved);
  }
}

function savedText(file: string | null, kind: StudioPlace['origin']['kind'], unsaved: boolean): string {
  if (file !== null) return unsaved ? `Not saved to ${file} yet` : `As in ${file}`;
  if (kind === 'run') return unsaved ? 'Not as in the run; not saved' : 'As in the run';
  return unsaved ? 'Not saved' : 'As in the preset quick';
}
