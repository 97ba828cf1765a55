import type { AugmentConfig, StudioPreset } from '../../extension/augmentationStudio/messages';
import { element, setText } from '../components/element';
import { Button, Dropdown } from '../components/toolkit';
import { sameAugment } from './cards';

export interface ControlEvents {
  onPreset(augment: AugmentConfig): void;
  onSeed(seed: number): void;
  /** Views of later epochs. */
  onNext(): void;
  /** Which branch is edited; whether the second one has a T of its own. */
  onBranch(branch: 0 | 1): void;
  onOwnBranch(own: boolean): void;
}

/** The choice when T is none of the presets. */
const ownName = 'own';

/** What is set for the stack as a whole: a preset, the seed, and the branch. */
export class Controls {
  readonly node = element('div', { class: 'controls' });
  private readonly seed: HTMLInputElement;
  private readonly epochs = element('span', { class: 'quiet' });
  private readonly own: HTMLInputElement;
  private readonly branches: HTMLElement;
  private readonly tabs: readonly HTMLButtonElement[];
  private readonly presetPlace = element('span', { class: 'control' });
  private dropdown: Dropdown<string> | null = null;
  private presets: readonly StudioPreset[] = [];

  constructor(private readonly events: ControlEvents) {
    this.seed = element('input', {
      ...{ type: 'number', class: 'seed', min: 0, max: 0xffffffff, step: 1 },
      'aria-label': 'Seed of the run',
    });
    this.seed.addEventListener('change', () => {
      const seed = this.seed.valueAsNumber;
      if (Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff) events.onSeed(seed);
      else this.seed.value = this.seed.defaultValue;
    });
    const next = new Button({ label: 'Next views', icon: 'refresh', onPress: events.onNext });
    this.own = element('input', { type: 'checkbox' });
    this.own.addEventListener('change', () => events.onOwnBranch(this.own.checked));
    this.tabs = (['First view', 'Second view'] as const).map((text, index) => {
      const tab = element('button', { class: 'tab' }, text);
      tab.addEventListener('click', () => events.onBranch(index === 0 ? 0 : 1));
      return tab;
    });
    this.branches = element('span', { class: 'tabs', role: 'group', 'aria-label': 'Branch' }, ...this.tabs);
    this.node.append(
      element('label', { class: 'control' }, element('span', { class: 'quiet' }, 'Preset'), this.presetPlace),
      element('label', { class: 'control' }, element('span', { class: 'quiet' }, 'Seed'), this.seed),
      next.node,
      this.epochs,
      element('label', { class: 'control' }, this.own, element('span', {}, 'Second view has its own')),
      this.branches,
    );
  }

  setPresets(presets: readonly StudioPreset[]): void {
    this.presets = presets;
    this.dropdown = new Dropdown<string>(
      'Preset',
      [
        ...presets.map(({ name }) => ({ value: name, label: name })),
        { value: ownName, label: 'none of these' },
      ],
      (name) => {
        const preset = this.presets.find((candidate) => candidate.name === name);
        if (preset !== undefined) this.events.onPreset(preset.augment);
      },
    );
    this.presetPlace.replaceChildren(this.dropdown.node);
  }

  update(augment: AugmentConfig, seed: number, epochs: string, branch: 0 | 1): void {
    const preset = this.presets.find((candidate) => sameAugment(candidate.augment, augment));
    if (this.dropdown !== null) this.dropdown.value = preset?.name ?? ownName;
    if (document.activeElement !== this.seed) this.seed.value = String(seed);
    this.seed.defaultValue = String(seed);
    setText(this.epochs, epochs);
    const own = augment.secondBranch !== null;
    this.own.checked = own;
    this.branches.hidden = !own;
    this.tabs.forEach((tab, index) => tab.setAttribute('aria-pressed', String(index === branch)));
  }
}
