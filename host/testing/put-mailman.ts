import { findUser } from "../account";
import { installSimulatedMailman } from "../rehearsal/mailman/install";

/** Puts a simulated Mailman into a prefix of the machine that this runs on. In: the prefix, its user, and its lists. */
const [prefix = "", user = "", ...lists] = process.argv.slice(2);
installSimulatedMailman({
	prefix,
	user,
	group: user,
	python: "/usr/bin/python3",
	owner: findUser(user),
	lists: lists.map((name) => ({ name, members: ["ada@example.net"] })),
});
