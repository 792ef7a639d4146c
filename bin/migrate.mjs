// @ts-check
// Prisma's migrations without its native engine: the same engine as wasm, over the product's own drivers.
//   node bin/migrate.mjs deploy      apply what is not applied yet (DATABASE_URL says where)
//   node bin/migrate.mjs check       do the committed migrations make what the models say (an empty database)
//   node bin/migrate.mjs new NAME    write the migration that is missing (an empty database)
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";

const CHECKOUT = path.resolve(import.meta.dirname, "..");

/** The schema engine as Prisma's wasm package exports it. */
async function loadEngine() {
	const directory = path.dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm"));
	const glue = await import(path.join(directory, "schema_engine_bg.js"));
	const { instance } = await WebAssembly.instantiate(
		readFileSync(path.join(directory, "schema_engine_bg.wasm")),
		{ "./schema_engine_bg.js": glue },
	);
	const exported = /** @type {{ __wbindgen_start?: () => void }} */ (instance.exports);
	glue.__wbg_set_wasm(exported);
	exported.__wbindgen_start?.();
	return glue.SchemaEngine;
}

/** @param {string} url */
const providerOf = (url) => (/^postgres(ql)?:/.test(url) ? "postgresql" : "sqlite");

/** @param {string} url */
async function adapterFor(url) {
	if (providerOf(url) === "sqlite") {
		const { PrismaLibSql } = await import("@prisma/adapter-libsql");
		return new PrismaLibSql({ url });
	}
	const { PrismaPg } = await import("@prisma/adapter-pg");
	const { default: pg } = await import("pg");
	const pool = new pg.Pool({ connectionString: url });
	const query = pool.query.bind(pool);
	// The adapter knows no mapping for PostgreSQL's internal "char" (OID 18), which the engine's
	// introspection reads: shown to it as text (25).
	Object.assign(pool, {
		query: async (/** @type {unknown[]} */ ...args) => {
			const result = await /** @type {(...args: unknown[]) => Promise<any>} */ (query)(...args);
			for (const field of result.fields ?? []) if (field.dataTypeID === 18) field.dataTypeID = 25;
			return result;
		},
	});
	return new PrismaPg(pool, { disposeExternalPool: true });
}

/** @param {string} directory @returns {string[]} */
const prismaFiles = (directory) =>
	readdirSync(directory).flatMap((name) => {
		const file = path.join(directory, name);
		if (statSync(file).isDirectory()) return prismaFiles(file);
		return file.endsWith(".prisma") ? [file] : [];
	});

/** @param {string} directory */
function migrationsList(directory) {
	const lock = path.join(directory, "migration_lock.toml");
	const names = existsSync(directory)
		? readdirSync(directory).filter((name) => statSync(path.join(directory, name)).isDirectory())
		: [];
	return {
		baseDir: directory,
		shadowDbInitScript: "",
		lockfile: { path: "migration_lock.toml", content: existsSync(lock) ? readFileSync(lock, "utf8") : null },
		migrationDirectories: names.sort().map((name) => ({
			path: name,
			migrationFile: {
				path: "migration.sql",
				content: { tag: "ok", value: readFileSync(path.join(directory, name, "migration.sql"), "utf8") },
			},
		})),
	};
}

/** @param {string} directory @param {string} name @param {string} sql @param {string} provider */
function writeMigration(directory, name, sql, provider) {
	const folder = path.join(directory, `${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}_${name}`);
	mkdirSync(folder, { recursive: true });
	writeFileSync(path.join(folder, "migration.sql"), sql);
	writeFileSync(path.join(directory, "migration_lock.toml"), `provider = "${provider}"\n`);
	return path.relative(CHECKOUT, folder);
}

const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

const [command = "deploy", name = "change"] = process.argv.slice(2);
const url = process.env.DATABASE_URL ?? `file:${path.join(CHECKOUT, "var/listkeeper.db")}`;
const provider = providerOf(url);
const schemaDirectory = path.join(CHECKOUT, "prisma", provider);
const migrations = path.join(CHECKOUT, "prisma/migrations", provider);
const schema = {
	files: prismaFiles(schemaDirectory).map((file) => ({ path: file, content: readFileSync(file, "utf8") })),
};
const filters = { externalTables: [], externalEnums: [] };

const SchemaEngine = await loadEngine();
const engine = await SchemaEngine.new(
	{ datamodels: schema.files.map((file) => [file.path, file.content]) },
	() => {},
	bindMigrationAwareSqlAdapterFactory(await adapterFor(url)),
);
try {
	const { appliedMigrationNames } = await engine.applyMigrations({
		migrationsList: migrationsList(migrations),
		filters,
	});
	const applied = appliedMigrationNames.length;
	if (command === "deploy") say(`${applied} ${applied === 1 ? "migration" : "migrations"} applied`);
	else {
		const difference = {
			from: { tag: "schemaDatasource", configDir: schemaDirectory, ...schema },
			to: { tag: "schemaDatamodel", ...schema },
			exitCode: true,
			filters,
		};
		const { exitCode, stdout } = await engine.diff({ ...difference, script: command === "new" });
		if (exitCode === 0) say("The migrations make what the models say.");
		else if (command === "new") say(`wrote ${writeMigration(migrations, name, stdout, provider)}`);
		else {
			console.error(`The migrations for ${provider} lack:\n${stdout}`);
			process.exitCode = 1;
		}
	}
} catch (error) {
	console.error(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
} finally {
	engine.free?.();
}
// The drivers keep sockets and timers open.
process.exit();
