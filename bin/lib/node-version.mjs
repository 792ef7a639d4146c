// @ts-check
/** The oldest Node that will do; package.json's `engines` says the same. */
export const FLOOR = "20.19";

/**
 * What is wrong with this Node, as a sentence; null if nothing. In: `process.versions.node`.
 * @param {string} version
 */
export const nodeProblem = (version) => {
	const [major = 0, minor = 0] = version.split(".").map(Number);
	const [floorMajor = 0, floorMinor = 0] = FLOOR.split(".").map(Number);
	return major > floorMajor || (major === floorMajor && minor >= floorMinor)
		? null
		: `This is Node ${version}; Listkeeper needs ${FLOOR} or later. Debian 13 has it as “nodejs”; nodejs.org has it for Debian 12.`;
};
