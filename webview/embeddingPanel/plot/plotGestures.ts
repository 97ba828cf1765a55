import { pan, zoom, type Camera, type PlotSize } from './camera';

/** What dragging does: draws a line around points, or moves the picture. */
export type DragTool = 'lasso' | 'pan';

/** What a plot does at the hand's wish. Places are pixels from its left and top. */
export interface GestureTarget {
  /** As it is at this moment. */
  view(): { readonly camera: Camera; readonly size: PlotSize; readonly tool: DragTool };
  setCamera(camera: Camera): void;
  /** Shows all points. */
  reset(): void;
  /** The pointer is here, or has left. */
  pointAt(place: readonly [left: number, top: number] | null): void;
  /** A press without a drag. `toggle`: with Ctrl, Cmd or Shift. */
  pick(left: number, top: number, toggle: boolean): void;
  /** The line so far, x and y in turn. */
  drawLasso(corners: readonly number[]): void;
  /** The line is closed. `add`: to what is selected. */
  endLasso(corners: readonly number[], add: boolean): void;
  clear(): void;
}

/** Pixels that a press may move and still be a press. */
const still = 4;
/** Pixels from one corner of a lasso to the next. */
const cornerEvery = 3;
const zoomStep = 1.25;
const keyStep = 40;

/** Has a plot follow pointer, wheel and keys. With Shift held, or the middle button, dragging does the other thing. */
export function followGestures(node: HTMLElement, target: GestureTarget): void {
  let drag: { tool: DragTool; from: [number, number]; last: [number, number]; moved: boolean } | null = null;
  let corners: number[] = [];
  const placeOf = (event: MouseEvent): [number, number] => {
    const box = node.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  node.addEventListener('pointerdown', (event) => {
    if (event.button > 1) return;
    const place = placeOf(event);
    const other = event.shiftKey || event.button === 1;
    const chosen = target.view().tool;
    const tool = other ? (chosen === 'lasso' ? 'pan' : 'lasso') : chosen;
    drag = { tool, from: place, last: place, moved: false };
    corners = [...place];
    node.setPointerCapture(event.pointerId);
    node.focus({ preventScroll: true });
    if (event.button === 1) event.preventDefault();
  });
  node.addEventListener('pointermove', (event) => {
    const place = placeOf(event);
    if (drag === null) {
      target.pointAt(place);
      return;
    }
    drag.moved ||= Math.hypot(place[0] - drag.from[0], place[1] - drag.from[1]) > still;
    if (!drag.moved) return;
    if (drag.tool === 'pan') {
      target.setCamera(pan(target.view().camera, place[0] - drag.last[0], place[1] - drag.last[1]));
      drag.last = place;
    } else if (Math.hypot(place[0] - drag.last[0], place[1] - drag.last[1]) >= cornerEvery) {
      corners.push(...place);
      drag.last = place;
      target.drawLasso(corners);
    }
  });
  node.addEventListener('pointerup', (event) => {
    const ended = drag;
    drag = null;
    if (ended === null) return;
    const add = event.ctrlKey || event.metaKey;
    if (!ended.moved) target.pick(...ended.from, add || event.shiftKey);
    else if (ended.tool === 'lasso') target.endLasso(corners, add);
  });
  node.addEventListener('pointercancel', () => {
    drag = null;
    target.drawLasso([]);
  });
  node.addEventListener('pointerleave', () => {
    if (drag === null) target.pointAt(null);
  });
  node.addEventListener('dblclick', () => target.reset());
  node.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      // Lines count for about 16 pixels; a notch of a wheel is some 100.
      const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1);
      const factor = Math.exp(-Math.max(-200, Math.min(200, pixels)) / 400);
      const { camera, size } = target.view();
      target.setCamera(zoom(camera, size, factor, ...placeOf(event)));
    },
    { passive: false },
  );
  node.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !act(event.key, target)) return;
    event.preventDefault();
  });
}

/** Does what a key means; false where it means nothing. */
function act(key: string, target: GestureTarget): boolean {
  const { camera, size } = target.view();
  const about = (factor: number) => zoom(camera, size, factor, size.width / 2, size.height / 2);
  switch (key) {
    case 'ArrowLeft':
      target.setCamera(pan(camera, keyStep, 0));
      return true;
    case 'ArrowRight':
      target.setCamera(pan(camera, -keyStep, 0));
      return true;
    case 'ArrowUp':
      target.setCamera(pan(camera, 0, keyStep));
      return true;
    case 'ArrowDown':
      target.setCamera(pan(camera, 0, -keyStep));
      return true;
    case '+':
    case '=':
      target.setCamera(about(zoomStep));
      return true;
    case '-':
      target.setCamera(about(1 / zoomStep));
      return true;
    case '0':
      target.reset();
      return true;
    case 'Escape':
      target.clear();
      return true;
    default:
      return false;
  }
}
