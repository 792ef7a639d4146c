import { loadHealth } from "@/lib/team/loaders";

/** For `npm run up` and monitoring: that the console answers, and whether it has an owner. */
export const GET = async () => Response.json(await loadHealth());
