import { exit } from "./exit";
import { main } from "./main";

await exit(await main(process.argv.slice(2)));
