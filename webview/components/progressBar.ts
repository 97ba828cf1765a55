import { element } from './element';

/** A bar that fills from the left. */
export class ProgressBar {
  readonly node: HTMLElement;
  private readonly fill = element('div', { class: 'progress-fill' });

  constructor(label: string) {
    this.node = element(
      'div',
      {
        class: 'progress',
        role: 'progressbar',
        'aria-label': label,
        'aria-valuemin': 0,
        'aria-valuemax': 100,
      },
      this.fill,
    );
  }

  /** @param share 0 to 1; null where it is not known how much there is to do */
  set(share: number | null): void {
    this.node.classList.toggle('unknown', share === null);
    this.fill.style.transform = share === null ? '' : `scaleX(${share})`;
    if (share === null) this.node.removeAttribute('aria-valuenow');
    else this.node.setAttribute('aria-valuenow', String(Math.floor(share * 100)));
  }
}
