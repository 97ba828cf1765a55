import type {
  FeatureImage,
  FeatureMaps,
  StageMaps,
  ToFeatureMaps,
} from '../../extension/checkpointEditor/featureMapsMessages';
import type { FromCheckpointPage } from '../../extension/checkpointEditor/messages';
import type { Announcer } from '../components/announcer';
import { element, setText } from '../components/element';
import { icon } from '../components/icon';
import { ProgressBar } from '../components/progressBar';
import { Button } from '../components/toolkit';
import { colorPicture, greyPicture } from './mapPictures';
import type { PageState } from './pageState';
import { mapText, stageRow, stageTitle } from './stageRow';
import { vectorStrip } from './vectorStrip';

/** Pixels of the screen for the image, and for the map that is looked at. */
const room = 160;

/** What the section tells the page. */
export interface FeatureMapsHost {
  readonly announcer: Announcer;
  post(message: Extract<FromCheckpointPage, { type: 'maps' | 'cancelMaps' }>): void;
  remember(maps: PageState['maps']): void;
}

/** What the encoder makes of an image, stage by stage. Nothing is computed before a person asks. */
export class FeatureMapsSection {
  readonly node: HTMLElement;
  /** The image that was asked for last. */
  private image: FeatureImage;
  private next: number;
  private readonly intro = element('p', { class: 'quiet' });
  private readonly begin: Button;
  private readonly another: Button;
  private readonly busyText = element('span', { role: 'status' });
  private readonly bar = new ProgressBar('Progress');
  private readonly busy: HTMLElement;
  private readonly failure = element('p');
  private readonly failed: HTMLElement;
  private readonly picture = element('figure');
  private readonly looked = element('figure');
  private readonly stages = element('ol', { class: 'stages' });
  private readonly shown: HTMLElement;

  /** @param remembered of an earlier page. */
  constructor(
    private readonly host: FeatureMapsHost,
    remembered: PageState['maps'],
  ) {
    this.image = remembered?.image ?? { index: 0 };
    this.next = remembered?.next ?? 0;
    const ask = (image: FeatureImage | null) => host.post({ type: 'maps', image });
    this.begin = new Button({
      ...{ label: 'Show what it sees', kind: 'primary' as const },
      onPress: () => ask(this.image),
    });
    this.another = new Button({ label: 'Another image', onPress: () => ask({ index: this.next }) });
    const file = new Button({
      ...{ label: 'Image from a file…', icon: 'folder-opened' as const },
      onPress: () => ask(null),
    });
    const cancel = new Button({ label: 'Cancel', onPress: () => host.post({ type: 'cancelMaps' }) });
    this.busy = element('div', { class: 'inside-busy' }, this.busyText, this.bar.node, cancel.node);
    const retry = new Button({
      ...{ label: 'Try again', icon: 'refresh' as const },
      onPress: () => ask(this.image),
    });
    this.failed = element(
      'div',
      { class: 'notice warning', role: 'alert' },
      ...[icon('warning'), this.failure, retry.node],
    );
    this.shown = element(
      'div',
      { class: 'inside-shown' },
      element('div', { class: 'inside-pictures' }, this.picture, this.looked),
      this.stages,
    );
    this.node = element(
      'section',
      { class: 'box inside', 'aria-labelledby': 'inside-title', hidden: true },
      element('h2', { id: 'inside-title' }, 'Inside the encoder'),
      this.intro,
      element('div', { class: 'inside-choice' }, this.begin.node, this.another.node, file.node),
      ...[this.busy, this.failed, this.shown],
    );
    this.clear();
  }

  /** Nothing is shown, as before the first question. */
  clear(): void {
    setText(this.intro, introText(this.image));
    this.begin.node.hidden = false;
    for (const part of [this.another.node, this.busy, this.failed, this.shown]) part.hidden = true;
  }

  receive(message: ToFeatureMaps): void {
    const focused = document.activeElement;
    this.take(message);
    // Whoever pressed a button that is gone goes on from one that is there.
    if (focused !== null && this.node.contains(focused) && !focused.checkVisibility()) this.another.focus();
  }

  private take(message: ToFeatureMaps): void {
    this.image = message.image;
    this.busy.hidden = message.type !== 'mapsWorking';
    this.failed.hidden = message.type !== 'mapsFailed';
    // What is shown is of the image before, until another takes its place.
    this.shown.classList.toggle('is-old', message.type !== 'mapsShown');
    switch (message.type) {
      case 'mapsWorking':
        setText(this.busyText, message.text);
        this.bar.set(message.share);
        return;
      case 'mapsFailed':
        this.begin.node.hidden = true;
        this.another.node.hidden = false;
        setText(this.failure, message.message);
        return;
      case 'mapsShown':
        this.show(message.maps);
        return;
    }
  }

  private show(maps: FeatureMaps<Uint8Array>): void {
    this.next = maps.next ?? this.next;
    this.host.remember({ image: this.image, next: this.next });
    this.begin.node.hidden = true;
    this.another.node.hidden = false;
    this.shown.hidden = false;
    setText(
      this.intro,
      'Each picture is what one channel makes of the image, the channels with the largest mean first. Black is no activation and white the largest of that channel, so brightness compares places of a picture, and the numbers compare channels.',
    );
    const caption = maps.class === null ? maps.name : `${maps.name}, ${maps.class}`;
    const size = `as it enters, ${maps.side} × ${maps.side}`;
    this.picture.replaceChildren(
      colorPicture(maps.pixels, maps.side, room),
      element('figcaption', {}, caption, element('span', { class: 'quiet' }, size)),
    );
    this.stages.replaceChildren(
      ...maps.stages.map((stage) => stageRow(stage, (place) => this.look(stage, place))),
      vectorStrip('Representation h', maps.h),
      ...(maps.z === null ? [] : [vectorStrip('Projection z, after the head', maps.z)]),
    );
    const [first] = maps.stages;
    if (first !== undefined) this.look(first, 0);
    this.host.announcer.say(`${maps.stages.length} stages of ${maps.name}`);
  }

  /** Shows a map beside the image, as large as that. */
  private look(stage: StageMaps<Uint8Array>, place: number): void {
    this.looked.replaceChildren(
      greyPicture(stage.pixels, place, stage.shownSide, room),
      element(
        'figcaption',
        {},
        stageTitle(stage.name),
        element('span', { class: 'quiet' }, mapText(stage, place)),
      ),
    );
  }
}

function introText(image: FeatureImage): string {
  const which = 'path' in image ? image.path : 'an image of the run’s data set';
  return `Sends ${which} through this encoder and shows what each stage makes of it.`;
}
