import type { VerpStrategy } from "@/lib/core/system/verp";

/** An envelope with its left upper corner at a point; `addressed` has a member's name on it. */
function Envelope({ x, y, width, addressed }: { x: number; y: number; width: number; addressed?: boolean }) {
	const height = Math.round(width * 0.64);
	return (
		<g
			transform={`translate(${x} ${y})`}
			className={addressed ? "stroke-accent" : "stroke-current"}
			fill="none"
			strokeWidth="1.5"
			strokeLinejoin="round"
		>
			<rect width={width} height={height} rx="2" className={addressed ? "fill-accent/10" : "fill-surface"} />
			<path d={`M1 1 L${width / 2} ${height * 0.58} L${width - 1} 1`} />
		</g>
	);
}

/** One for all of the members. */
const One = ({ x }: { x: number }) => <Envelope x={x} y={23} width={40} />;
/** One for each of them. */
const Each = ({ x }: { x: number }) =>
	[8, 28, 48].map((y) => <Envelope key={y} x={x + 8} y={y} width={24} addressed />);

const PLACES = { mailman: 4, world: 134 } as const;

/** What passes Exim's door: where one envelope becomes one for each member. */
export const Envelopes = ({ strategy }: { strategy: VerpStrategy }) => (
	<svg viewBox="0 0 180 84" className="h-21 w-full max-w-60 text-muted" aria-hidden="true">
		<line x1="90" y1="14" x2="90" y2="72" className="stroke-control" strokeWidth="1.5" />
		<text x="90" y="83" textAnchor="middle" className="fill-current text-[10px]">
			Exim
		</text>
		<path d="M62 36 h20 m-5 -4 l5 4 l-5 4" className="stroke-control" fill="none" />
		<path d="M98 36 h20 m-5 -4 l5 4 l-5 4" className="stroke-control" fill="none" />
		{strategy === "mailman" ? (
			<>
				{/* The posts between: one envelope for all, behind the one that is expanded. */}
				<g opacity="0.5" strokeDasharray="3 2">
					<One x={0} />
				</g>
				<Each x={PLACES.mailman + 18} />
				<Each x={PLACES.world} />
			</>
		) : (
			<>
				<One x={PLACES.mailman + 10} />
				{strategy === "exim" ? <Each x={PLACES.world} /> : <One x={PLACES.world} />}
			</>
		)}
	</svg>
);
