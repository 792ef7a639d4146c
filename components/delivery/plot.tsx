"use client";

import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { LINES, type Line } from "./curves";

/** How a line looks: told apart by its strokes as well, since colour alone tells not everybody. */
export const STROKES: Readonly<Record<Line, { token: string; width: number; dash: number[] }>> = {
	off: { token: "--muted", width: 1.25, dash: [1.5, 3] },
	mailman: { token: "--muted", width: 1.25, dash: [7, 4] },
	exim: { token: "--muted", width: 1.25, dash: [] },
	live: { token: "--text", width: 1.5, dash: [9, 3, 2, 3] },
	here: { token: "--accent", width: 2.5, dash: [] },
};

const HEIGHT = 132;
const WHOLE = [0, 1, 2, 3, 4, 5, 6].flatMap((power) => [1, 2, 5].map((n) => n * 10 ** power));
/** Canvas knows no CSS variables: the theme's colour is asked for at each drawing. */
const token = (name: string) => () =>
	getComputedStyle(document.documentElement).getPropertyValue(name).trim();

type Values = readonly (number | null)[] | null;

/** A hairline where the example is. */
function markAt(plot: uPlot, at: number) {
	const x = Math.round(plot.valToPos(at, "x", true)) + 0.5;
	plot.ctx.save();
	plot.ctx.strokeStyle = token("--control")();
	plot.ctx.lineWidth = 1;
	plot.ctx.beginPath();
	plot.ctx.moveTo(x, plot.bbox.top);
	plot.ctx.lineTo(x, plot.bbox.top + plot.bbox.height);
	plot.ctx.stroke();
	plot.ctx.restore();
}

function optionsOf(
	width: number,
	logarithmic: boolean,
	marked: () => number,
	say: { x: Say; y: Say },
): uPlot.Options {
	const font = `11px ${getComputedStyle(document.body).fontFamily}`;
	const axis = (what: Say, size: number, space: number): uPlot.Axis => ({
		stroke: token("--muted"),
		font,
		size,
		space,
		gap: 4,
		grid: { stroke: token("--border"), width: 1 },
		ticks: { show: false },
		values: (_, splits) => splits.map((n) => (n === null || n === undefined ? "" : what(n))),
	});
	return {
		width,
		height: HEIGHT,
		legend: { show: false },
		cursor: { show: false },
		padding: [8, 10, 0, 0],
		scales: {
			x: { time: false },
			y: logarithmic ? { distr: 3, log: 10 } : { range: (_, _min, max) => [0, max * 1.1 || 1] },
		},
		// Members and posts are whole.
		axes: [{ ...axis(say.x, 24, 60), incrs: WHOLE }, axis(say.y, 58, 24)],
		series: [
			{},
			...LINES.map((line) => ({
				stroke: token(STROKES[line].token),
				width: STROKES[line].width,
				dash: STROKES[line].dash,
				points: { show: false },
			})),
		],
		hooks: {
			draw: [
				(plot) => {
					markAt(plot, marked());
					// For whoever measures how soon it answers.
					performance.clearMarks("plot drawn");
					performance.mark("plot drawn");
				},
			],
		},
	};
}

type Say = (n: number) => string;

/**
 * Lines over one quantity, redrawn in place as numbers change, and in the other theme's colours when it changes.
 * In: the values of each line at each place, and the place that is marked.
 */
export function Plot({
	label,
	along,
	values,
	marked,
	logarithmic,
	say,
}: {
	/** What it shows, for who can't see it. */
	label: string;
	along: readonly number[];
	values: Readonly<Record<Line, Values>>;
	marked: number;
	logarithmic: boolean;
	say: { x: Say; y: Say };
}) {
	const frame = useRef<HTMLDivElement>(null);
	const plot = useRef<uPlot | null>(null);
	const now = useRef({ marked, say });
	now.current = { marked, say };
	const data = [along, ...LINES.map((line) => values[line] ?? along.map(() => null))] as uPlot.AlignedData;
	const first = useRef(data);

	useEffect(() => {
		const element = frame.current;
		if (!element) return;
		const words = { x: (n: number) => now.current.say.x(n), y: (n: number) => now.current.say.y(n) };
		const width = () => Math.max(120, Math.floor(element.clientWidth));
		const drawn = new uPlot(
			optionsOf(width(), logarithmic, () => now.current.marked, words),
			first.current,
			element,
		);
		plot.current = drawn;
		const resized = new ResizeObserver(() => {
			if (width() !== drawn.width) drawn.setSize({ width: width(), height: HEIGHT });
		});
		resized.observe(element);
		const redraw = () => drawn.redraw(false, true);
		const themed = new MutationObserver(redraw);
		themed.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
		const system = matchMedia("(prefers-color-scheme: dark)");
		system.addEventListener("change", redraw);
		return () => {
			resized.disconnect();
			themed.disconnect();
			system.removeEventListener("change", redraw);
			drawn.destroy();
			plot.current = null;
		};
	}, [logarithmic]);

	useEffect(() => {
		first.current = data;
		plot.current?.setData(data);
	});

	return (
		<div
			ref={frame}
			role="img"
			aria-label={label}
			className="min-w-0 overflow-hidden"
			style={{ height: HEIGHT }}
		/>
	);
}
