import uPlot from 'uplot';
import type { Bucket } from '../timeline';
import { axisEnd } from '../timeline';
import { element, setText } from './element';
import type { Formats } from './formats';
import { onThemeChange, themeColors } from './themeColors';

const HEIGHT = 200;

/** Room above the bars, where the pointed bar is named without covering any. */
const HEADROOM = 30;
const RIGHT = 4;
const DAY = 86_400;

/** Steps between the days that are named below the chart, in seconds. */
const DAY_STEPS = [1, 2, 3, 5, 7, 14, 30].map((days) => days * DAY);
/** 1, 2, 5, 10, 20, … in rising order, as uPlot wants them. */
const COUNT_STEPS = [0, 1, 2, 3, 4, 5, 6].flatMap((n) => [1, 2, 5].map((step) => step * 10 ** n));

/** Bars over time on a canvas, in the theme's colours. It is a picture: its words stand in the table beside it. */
export class Chart {
  readonly root = element('div', { class: 'chart', attributes: { role: 'img' } });
  readonly #formats: Formats;
  readonly #tip = element('div', { class: 'tip', attributes: { 'aria-hidden': 'true' } });
  readonly #band = element('div', { class: 'band', attributes: { 'aria-hidden': 'true' } });
  #plot: uPlot | undefined;
  #buckets: readonly Bucket[] = [];

  constructor(formats: Formats) {
    this.#formats = formats;
    this.#hideTip();
    onThemeChange(() => this.#draw());
    new ResizeObserver(() => this.#fit()).observe(this.root);
  }

  /** @param label says in words what the picture shows */
  show(buckets: readonly Bucket[], label: string): void {
    this.root.setAttribute('aria-label', label);
    this.#buckets = buckets;
    this.#draw();
  }

  #fit(): void {
    const width = this.root.clientWidth;
    if (width > 0 && this.#plot === undefined) {
      this.#draw();
    } else if (width > 0 && this.#plot?.width !== width) {
      this.#plot?.setSize({ width, height: HEIGHT });
    }
  }

  /** Drawn from nothing each time: colours are part of uPlot's options, which are read only once. */
  #draw(): void {
    const first = this.#buckets[0];
    const last = this.#buckets.at(-1);
    const width = this.root.clientWidth;
    this.#plot?.destroy();
    this.#plot = undefined;
    this.#hideTip();
    if (first === undefined || last === undefined || width === 0) {
      return;
    }
    const counts = this.#buckets.map(({ attributedConversions }) => attributedConversions);
    // A bar stands in the middle of its time, so that the nearest bar is the one under the pointer.
    const middles = this.#buckets.map(({ start, end }) => (start + end) / 2000);
    const options = this.#options(width, [first.start / 1000, last.end / 1000], counts);
    // Nothing is drawn where nothing was counted: the edge of a bar without height would be a dash.
    const bars = counts.map((count) => (count === 0 ? null : count));
    this.#plot = new uPlot(options, [middles, bars], this.root);
    this.#plot.over.append(this.#band, this.#tip);
  }

  #options(width: number, [from, to]: [number, number], counts: readonly number[]): uPlot.Options {
    const { bar, barEdge, text, grid, font } = themeColors();
    const { count, shortDay } = this.#formats;
    const none = { show: false };
    const bars = uPlot.paths.bars?.({ size: [0.65, 28], radius: 0.12 });
    const highest = axisEnd(Math.max(0, ...counts));
    return {
      width,
      height: HEIGHT,
      padding: [HEADROOM, RIGHT, 0, 0],
      legend: none,
      cursor: { x: false, y: false, points: none, drag: { x: false, y: false } },
      scales: { x: { time: true, range: () => [from, to] }, y: { range: () => [0, highest] } },
      series: [
        {},
        { fill: bar, stroke: barEdge, width: 1, points: none, ...(bars && { paths: bars }) },
      ],
      axes: [
        {
          stroke: text,
          font,
          size: 28,
          gap: 6,
          space: 60,
          incrs: DAY_STEPS,
          values: (plot, splits) =>
            splits.map((split) => {
              const label = shortDay(split * 1000);
              // Words stand in the middle below their tick; the last ones may not have the room.
              const room = ((to - split) / (to - from)) * (plot.bbox.width / devicePixelRatio);
              return textWidth(plot, font, label) / 2 <= room + RIGHT ? label : null;
            }),
          grid: none,
          ticks: { stroke: grid, size: 4, width: 1 },
        },
        {
          stroke: text,
          font,
          // uPlot asks once before it has texts, whatever its types say.
          size: (_plot, values: string[] | null) =>
            16 + 7 * Math.max(1, ...(values ?? []).map((text) => text.length)),
          gap: 6,
          space: 36,
          incrs: COUNT_STEPS,
          values: (_plot, splits) => splits.map(count),
          grid: { stroke: grid, width: 1, dash: [2, 3] },
          ticks: none,
        },
      ],
      hooks: { setCursor: [(plot) => this.#point(plot)] },
    };
  }

  #hideTip(): void {
    this.#tip.hidden = true;
    this.#band.hidden = true;
  }

  /** Names the bar under the pointer. */
  #point(plot: uPlot): void {
    const { idx, left = -1 } = plot.cursor;
    const bucket = typeof idx === 'number' && left >= 0 ? this.#buckets[idx] : undefined;
    if (bucket === undefined) {
      this.#hideTip();
      return;
    }
    const { count, period } = this.#formats;
    this.#tip.hidden = false;
    this.#band.hidden = false;
    setText(this.#tip, `${count(bucket.attributedConversions)} · ${period(bucket)}`);
    const from = plot.valToPos(bucket.start / 1000, 'x');
    const to = plot.valToPos(bucket.end / 1000, 'x');
    this.#band.style.width = `${to - from}px`;
    this.#band.style.transform = `translateX(${from}px)`;
    const room = plot.over.clientWidth - this.#tip.offsetWidth;
    const x = Math.max(0, Math.min(room, (from + to - this.#tip.offsetWidth) / 2));
    this.#tip.style.transform = `translate(${x}px, ${4 - HEADROOM}px)`;
  }
}

/** Width of a text in CSS pixels. */
function textWidth({ ctx }: uPlot, font: string, text: string): number {
  ctx.save();
  ctx.font = font;
  const { width } = ctx.measureText(text);
  ctx.restore();
  return width;
}
