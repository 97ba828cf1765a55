import type { StudioChoices, StudioImage } from '../../extension/augmentationStudio/messages';
import { element, setText } from '../components/element';
import { Button } from '../components/toolkit';
import { ViewSheet, type Views } from './viewSheet';
import { imageName } from './words';

export interface ImageEvents {
  onChoose(image: StudioImage): void;
  onMore(): void;
  onBrowse(): void;
}

/** The image that is looked at, and others to choose from. */
export class ImageChoice {
  readonly node: HTMLElement;
  private readonly sheet = new ViewSheet('The image', { group: 1, shown: 128 });
  private readonly name = element('p', { class: 'image-name' });
  private readonly list = element('div', {
    class: 'thumbnails',
    role: 'group',
    'aria-label': 'Images of the data set',
  });
  private chosen: StudioImage | null = null;

  constructor(private readonly events: ImageEvents) {
    const more = new Button({ label: 'Other images', icon: 'refresh', kind: 'icon', onPress: events.onMore });
    const browse = new Button({
      ...{ label: 'Choose an image file', icon: 'folder-opened', kind: 'icon' },
      onPress: events.onBrowse,
    });
    this.node = element(
      'section',
      { class: 'box image-choice', 'aria-labelledby': 'image-title' },
      element(
        'div',
        { class: 'box-head' },
        element('h2', { id: 'image-title' }, 'Image'),
        element('span', { class: 'box-actions' }, more.node, browse.node),
      ),
      element(
        'div',
        { class: 'image-row' },
        element('div', { class: 'image-main' }, this.sheet.node),
        this.list,
      ),
      this.name,
    );
  }

  setChoices({ images, side, pixels }: StudioChoices): void {
    const all = new Uint8Array(pixels);
    const bytes = side * side * 3;
    this.list.replaceChildren(
      ...images.map(({ id, label }, index) => {
        const name = label === null ? id : `${label}, ${id}`;
        const sheet = new ViewSheet(name, { group: 1, shown: 36 });
        const button = element('button', { class: 'thumbnail', title: name, 'data-id': id }, sheet.node);
        sheet.show({ pixels: all.subarray(index * bytes, (index + 1) * bytes), side });
        button.addEventListener('click', () => this.events.onChoose({ id }));
        return button;
      }),
    );
    this.mark();
  }

  choose(image: StudioImage): void {
    this.chosen = image;
    setText(this.name, imageName(image));
    this.name.title = 'path' in image ? image.path : image.id;
    this.mark();
  }

  /** Shows the image itself. */
  show(view: Views): void {
    this.sheet.show(view);
    this.sheet.setLabel(`The image ${this.chosen === null ? '' : imageName(this.chosen)}`);
  }

  private mark(): void {
    const id = this.chosen !== null && 'id' in this.chosen ? this.chosen.id : null;
    for (const button of this.list.querySelectorAll<HTMLElement>('.thumbnail')) {
      button.setAttribute('aria-pressed', String(button.dataset['id'] === id));
    }
  }
}
