// Who may import whom. Each rule says why; a new rule starts with no exceptions.

const NOUN_EDGE = "^lib/(?!core/|kernel/)[^/]+/";
const DATA = "(data|mutations)\\.tsx?$";
/** Tests may reach into what they test and start what they need. */
const TEST = "(\\.test\\.tsx?$|/(testing|fixtures)/)";

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
	forbidden: [
		{
			name: "no-circular",
			comment:
				"Two files that need each other are one file in two places: neither can be read, tested or moved alone.",
			severity: "error",
			from: {},
			to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
		},
		{
			name: "resolvable",
			comment: "An import that leads nowhere fails only when its line is reached.",
			severity: "error",
			from: {},
			to: { couldNotResolve: true },
		},
		{
			name: "declared-packages-only",
			comment:
				"A package that package.json doesn't name is there by accident and may be gone, or another version, tomorrow.",
			severity: "error",
			from: {},
			to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
		},
		{
			name: "core-is-pure",
			comment:
				"lib/core is the mail system as values: the browser's server and the program on the host must come to the same bytes. Disk, clock, random, environment or a framework would let them differ.",
			severity: "error",
			from: { path: "^lib/core/", pathNot: TEST },
			to: { pathNot: ["^lib/core/", "(^|/)node_modules/zod/"] },
		},
		{
			name: "host-imports-core-and-node-only",
			comment:
				"The program that runs as root is one file without node_modules: what it imports is what must be trusted. It takes zod through the core.",
			severity: "error",
			from: { path: "^host/", pathNot: TEST },
			to: { pathNot: ["^host/", "^lib/core/", "(^|/)node_modules/zod/"], dependencyTypesNot: ["core"] },
		},
		{
			name: "web-never-imports-host",
			comment:
				"The web process has no privilege and talks to the host by the protocol only; code shared across that boundary would run on the wrong side of it.",
			severity: "error",
			from: { path: "^(app|components|lib)/", pathNot: TEST },
			to: { path: "^host/" },
		},
		{
			name: "lib-below-components",
			comment:
				"Imports run app → components → lib. A noun that knows its screens can't be used without them.",
			severity: "error",
			from: { path: "^lib/" },
			to: { path: "^(app|components)/" },
		},
		{
			name: "components-below-app",
			comment: "Imports run app → components → lib. A component that knows its route works on one page only.",
			severity: "error",
			from: { path: "^components/" },
			to: { path: "^app/" },
		},
		{
			name: "screens-never-touch-data",
			comment:
				"data and mutations trust their arguments and look at no session. Pages and components go through loaders and actions, which ask who it is and may they.",
			severity: "error",
			from: { path: "^(app|components)/", pathNot: TEST },
			to: { path: `${NOUN_EDGE}.*${DATA}` },
		},
		{
			name: "prisma-in-data-only",
			comment:
				"Queries in two kinds of file can be read and secured; Prisma's types stay there too, so that the database can change without the screens. better-auth queries through the client it is handed in lib/session/auth.ts.",
			severity: "error",
			from: {
				path: ".",
				pathNot: [
					"^lib/kernel/",
					"^lib/session/auth\\.ts$",
					`${NOUN_EDGE}.*${DATA}`,
					"^bin/",
					"^e2e/",
					"^node_modules/",
					TEST,
				],
			},
			to: {
				path: ["(^|/)node_modules/(@prisma|prisma|@libsql|pg)/", "^lib/kernel/(generated/|db\\.ts$)"],
			},
		},
		{
			name: "processes-in-few-places",
			comment:
				"Whoever can start a program can do anything. Only the host's program, the connection to hosts and the scripts may.",
			severity: "error",
			from: { path: ".", pathNot: ["^host/", "^(bin|bench|e2e)/", "^lib/hosts/connection[^/]*\\.ts$", TEST] },
			to: { path: "^(node:)?child_process$" },
		},
		{
			name: "nothing-imports-tests",
			comment: "A test's helpers may cut corners that a product may not.",
			severity: "error",
			from: { path: "^(app|components|lib|host|bin)/", pathNot: TEST },
			to: { path: ["\\.test\\.tsx?$", "^(e2e|bench)/"] },
		},
	],
	options: {
		doNotFollow: { path: "node_modules" },
		exclude: { path: ["^lib/kernel/generated/.+/", "^\\.next"] },
		tsConfig: { fileName: "tsconfig.json" },
		tsPreCompilationDeps: true,
		enhancedResolveOptions: {
			exportsFields: ["exports"],
			conditionNames: ["import", "require", "node", "default", "types"],
		},
	},
};
