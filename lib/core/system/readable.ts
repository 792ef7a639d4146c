/** RFC 3492, section 5: the parameters of Punycode in domain names. */
const [BASE, T_MIN, T_MAX, SKEW, DAMP, INITIAL_BIAS, INITIAL_N] = [36, 1, 26, 38, 700, 72, 128];

/** RFC 3492, section 6.1. */
function adaptedBias(delta: number, points: number, first: boolean): number {
	let left = first ? Math.floor(delta / DAMP) : delta >> 1;
	left += Math.floor(left / points);
	let k = 0;
	for (; left > ((BASE - T_MIN) * T_MAX) >> 1; k += BASE) left = Math.floor(left / (BASE - T_MIN));
	return k + Math.floor(((BASE - T_MIN + 1) * left) / (left + SKEW));
}

const digitOf = (code: number): number =>
	code >= 97 && code <= 122 ? code - 97 : code >= 48 && code <= 57 ? code - 48 + 26 : Number.NaN;

/** Decodes what stands behind `xn--` (RFC 3492, section 6.2). Out: null for what is no Punycode. */
function decodePunycode(encoded: string): string | null {
	const hyphen = encoded.lastIndexOf("-");
	const points = Array.from(encoded.slice(0, Math.max(0, hyphen)), (c) => c.charCodeAt(0));
	let [n, i, bias] = [INITIAL_N, 0, INITIAL_BIAS];
	for (let at = hyphen + 1; at < encoded.length; ) {
		const before = i;
		for (let weight = 1, k = BASE; ; k += BASE) {
			const digit = digitOf(encoded.charCodeAt(at++));
			if (Number.isNaN(digit)) return null;
			i += digit * weight;
			const threshold = k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;
			if (digit < threshold) break;
			weight *= BASE - threshold;
		}
		bias = adaptedBias(i - before, points.length + 1, before === 0);
		n += Math.floor(i / (points.length + 1));
		i %= points.length + 1;
		if (n > 0x10ffff) return null;
		points.splice(i++, 0, n);
	}
	return String.fromCodePoint(...points);
}

/**
 * A domain as people read it: `bücher.example` for `xn--bcher-kva.example`.
 * In: a domain as MailSystem keeps it. Out: the same for one without encoded labels. For showing only: different names
 * can look alike, so where it matters which one it is, `shownDomain` has both.
 */
export const readableDomain = (name: string): string =>
	name
		.split(".")
		.map((label) => (label.startsWith("xn--") ? (decodePunycode(label.slice(4)) ?? label) : label))
		.join(".");

/** A domain in a sentence: `bücher.example (xn--bcher-kva.example)`, or its one name where the two are the same. */
export function shownDomain(name: string): string {
	const readable = readableDomain(name);
	return readable === name ? name : `${readable} (${name})`;
}
