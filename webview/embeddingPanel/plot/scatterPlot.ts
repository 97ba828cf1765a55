import type { Rgb } from '../../charts/color';
import { element, setText } from '../../components/element';
import { insidePolygon } from '../math/insidePolygon';
import { fitCamera, toScreen, type Camera, type PlotSize } from './camera';
import { hasGraphicsProcessor } from './graphicsProcessor';
import { drawOverlay, type Ring } from './overlay';
import { PixelPoints } from './pixelPoints';
import type { Picture, PointDrawing } from './pointCanvas';
import { followGestures, type DragTool } from './plotGestures';
import { pointState } from './pointShaders';
import { WebglPoints } from './webglPoints';

/** Milliseconds that points take from one step's place to the next one's. */
const travel = 350;
/** Pixels from a point within which the pointer is on it. */
const reach = 10;

/** The colours around the points. */
export interface PlotInk {
  readonly background: Rgb;
  readonly lasso: string;
  readonly lassoFill: string;
  readonly ring: string;
  /** Colours that stand for h and z. */
  readonly spaces: { readonly h: string; readonly z: string };
}

/** Points of images in the plane. */
export interface PlotPoints {
  readonly ids: readonly string[];
  readonly places: ReadonlyMap<string, number>;
  /** x and y in turn. */
  readonly points: Float32Array;
}

/** What a plot tells of. */
export interface PlotEvents {
  /** The point under the pointer, or none. */
  hover(point: number | null): void;
  pick(point: number | null, toggle: boolean): void;
  lasso(points: readonly number[], add: boolean): void;
  clear(): void;
}

/** A plot of points, with zoom, pan and lasso by hand and by key. */
export class ScatterPlot {
  readonly node: HTMLElement;
  private tool: DragTool = 'lasso';
  private camera: Camera = { x: 0, y: 0, scale: 100 };
  private size: PlotSize = { width: 1, height: 1 };
  private readonly canvas = element('canvas', { class: 'points', 'aria-hidden': 'true' });
  private readonly overlay = element('canvas', { class: 'overlay', 'aria-hidden': 'true' });
  private readonly field: HTMLElement;
  private readonly captionNode = element('span', { class: 'plot-caption' });
  private readonly drawing: PointDrawing;
  /** Where the points come from, x and y in turn. */
  private from = new Float32Array(0);
  private shown: PlotPoints = { ids: [], places: new Map(), points: new Float32Array(0) };
  private states = new Uint8Array(0);
  private shapes = new Uint8Array(0);
  private rings: readonly Ring[] = [];
  private lasso: readonly number[] = [];
  private ink: PlotInk | null = null;
  private anySelected = false;
  private isFitted = false;
  private travelBegan = -Infinity;
  private frame = 0;

  constructor(
    private readonly title: string,
    private readonly events: PlotEvents,
  ) {
    this.field = element(
      'div',
      { class: 'plot-field', tabindex: 0, role: 'application' },
      this.canvas,
      this.overlay,
    );
    this.node = element(
      'section',
      { class: 'scatter', 'aria-label': title },
      element('div', { class: 'plot-head' }, element('h2', {}, title), this.captionNode),
      this.field,
    );
    const webgl = hasGraphicsProcessor() ? WebglPoints.create(this.canvas) : null;
    this.drawing = webgl ?? new PixelPoints(this.canvas);
    const { events: tell } = this;
    followGestures(this.field, {
      view: () => ({ camera: this.camera, size: this.size, tool: this.tool }),
      setCamera: (camera) => {
        this.camera = camera;
        this.redraw();
      },
      reset: () => this.fit(),
      pointAt: (place) => {
        const point = place === null ? null : this.nearest(...place);
        tell.hover(point);
        this.field.classList.toggle('is-on-point', point !== null);
      },
      pick: (left, top, toggle) => tell.pick(this.nearest(left, top), toggle),
      drawLasso: (corners) => {
        this.lasso = corners;
        this.redraw();
      },
      endLasso: (corners, add) => {
        this.lasso = [];
        this.redraw();
        tell.lasso(this.within(corners), add);
      },
      clear: () => tell.clear(),
    });
    new ResizeObserver(() => this.resize()).observe(this.field);
  }

  /** The words beside the title. */
  setCaption(text: string): void {
    setText(this.captionNode, text);
  }

  get caption(): string {
    return this.captionNode.textContent ?? '';
  }

  /** What dragging does. */
  setTool(tool: DragTool): void {
    this.tool = tool;
    this.field.dataset['tool'] = tool;
  }

  /** Shows points; those of images that were there before travel to their new places unless it is to be sudden. */
  show(points: PlotPoints, sudden: boolean): void {
    const before = this.places();
    const last = this.shown;
    const from = points.points.slice();
    if (!sudden) {
      points.ids.forEach((id, i) => {
        const place = last.places.get(id);
        if (place === undefined) return;
        from[2 * i] = before[2 * place] ?? 0;
        from[2 * i + 1] = before[2 * place + 1] ?? 0;
      });
    }
    this.shown = points;
    this.from = from;
    this.travelBegan = sudden ? -Infinity : performance.now();
    this.drawing.setPlaces(from, points.points);
    this.field.setAttribute(
      'aria-label',
      `${this.title} in the plane, ${points.ids.length.toLocaleString('en-US')} images. Arrow keys move, plus and minus zoom, 0 shows all, Escape clears the selection.`,
    );
    if (!this.isFitted) this.fit();
    this.redraw();
  }

  /** @param colors red, green, blue, 255 of each point */
  setColors(colors: Uint8Array, shapes: Uint8Array): void {
    this.shapes = Uint8Array.from(shapes);
    this.drawing.setColors(colors);
    this.sendStyles();
  }

  /** Which points are selected or hidden, by `pointState`. */
  setStates(states: Uint8Array): void {
    this.states = Uint8Array.from(states);
    this.anySelected = states.includes(pointState.selected);
    this.sendStyles();
  }

  setRings(rings: readonly Ring[]): void {
    this.rings = rings;
    this.redraw();
  }

  setInk(ink: PlotInk): void {
    this.ink = ink;
    this.redraw();
  }

  /** Shows all points. */
  fit(): void {
    if (this.size.width <= 1) return;
    this.isFitted = this.shown.points.length > 0;
    this.camera = fitCamera(this.shown.points, this.size);
    this.redraw();
  }

  /** The next points are of another kind: they are to be seen whole. */
  forgetView(): void {
    this.isFitted = false;
  }

  /** Place of a point as it is shown. */
  placeOf(point: number): { readonly x: number; readonly y: number } {
    const { points } = this.shown;
    return { x: points[2 * point] ?? 0, y: points[2 * point + 1] ?? 0 };
  }

  /** The plot as a picture, with its points as they are now. */
  picture(): HTMLCanvasElement {
    this.drawNow();
    return this.canvas;
  }

  /** Draws at the next frame; for measurements too. */
  redraw(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.drawNow();
    });
  }

  private drawNow(): void {
    const { ink } = this;
    if (ink === null || this.size.width <= 1) return;
    const way = this.way();
    const density = window.devicePixelRatio;
    const { camera, size } = this;
    const picture: Picture = {
      ...{ camera, size, density, way, background: ink.background },
      pointSize: pointSize(this.shown.ids.length),
      opacity: this.anySelected ? 0.22 : 0.85,
    };
    this.drawing.draw(picture);
    drawOverlay(this.overlay, {
      ...{ camera, size, density, lasso: this.lasso, rings: way < 1 ? [] : this.rings },
      ...{ ink: ink.lasso, fill: ink.lassoFill, background: `rgb(${ink.background.join(',')})` },
    });
    if (way < 1) this.redraw();
  }

  /** How far the points have come, slower at either end. */
  private way(): number {
    const share = Math.min(1, (performance.now() - this.travelBegan) / travel);
    return share * share * (3 - 2 * share);
  }

  /** Where the points are at this moment. */
  private places(): Float32Array {
    const { from, shown } = this;
    const way = this.way();
    return way >= 1
      ? shown.points
      : shown.points.map((to, i) => (from[i] ?? 0) + (to - (from[i] ?? 0)) * way);
  }

  private sendStyles(): void {
    const styles = new Uint8Array(2 * this.shapes.length);
    for (let i = 0; i < this.shapes.length; i++) {
      styles[2 * i] = this.shapes[i] ?? 0;
      styles[2 * i + 1] = this.states[i] ?? 0;
    }
    this.drawing.setStyles(styles);
    this.redraw();
  }

  private resize(): void {
    const { clientWidth: width, clientHeight: height } = this.field;
    if (width === 0 || height === 0) return;
    const before = this.size;
    this.size = { width, height };
    // What was to be seen stays to be seen.
    if (this.isFitted && before.width > 1) {
      this.camera = {
        ...this.camera,
        scale: this.camera.scale * Math.min(width / before.width, height / before.height),
      };
    } else this.fit();
    // Resizing clears a canvas: drawn at once, it does not flicker.
    this.drawNow();
  }

  /** The nearest visible point to a place, if one is in reach. */
  private nearest(left: number, top: number): number | null {
    const { points } = this.shown;
    const { camera, size } = this;
    const middle = toScreen(camera, size, 0, 0);
    let [best, least] = [-1, reach * reach];
    for (let i = 0; i < points.length; i += 2) {
      const dx = middle.left + (points[i] ?? 0) * camera.scale - left;
      const dy = middle.top - (points[i + 1] ?? 0) * camera.scale - top;
      const square = dx * dx + dy * dy;
      if (square < least && this.states[i / 2] !== pointState.hidden) [best, least] = [i / 2, square];
    }
    return best < 0 ? null : best;
  }

  private within(corners: readonly number[]): number[] {
    const { camera, size } = this;
    const { points } = this.shown;
    const middle = toScreen(camera, size, 0, 0);
    const plane = corners.map((value, i) =>
      i % 2 === 0 ? (value - middle.left) / camera.scale : (middle.top - value) / camera.scale,
    );
    return insidePolygon(points, plane).filter((point) => this.states[point] !== pointState.hidden);
  }
}

/** Pixels across a point: the more there are, the smaller. */
function pointSize(count: number): number {
  if (count > 20_000) return 3;
  if (count > 6000) return 4;
  return count > 1500 ? 6 : 7;
}
