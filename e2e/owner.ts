import path from "node:path";

/** The account that the first run makes, and where its session is kept for the tests after it. */
export const OWNER = { name: "Robin Keeper", email: "robin@example.net", password: "list mail must flow" };
export const OWNER_SESSION = path.resolve("test-results/owner.json");
