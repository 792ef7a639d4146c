// @ts-check
import net from "node:net";

/** Whether a port can be listened on. @param {number} port @param {string} host @returns {Promise<boolean>} */
const free = (port, host) =>
	new Promise((resolve, reject) => {
		const server = net.createServer();
		server.once("error", (/** @type {NodeJS.ErrnoException} */ error) => {
			if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(false);
			else reject(error);
		});
		server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
	});

/**
 * The port to serve on. In: the address, the port that was asked for (null: 3000, or the next free
 * one). Throws if the port asked for is taken, or none of a hundred is free.
 * @param {string} host @param {number | null} asked
 */
export const choosePort = async (host, asked) => {
	if (asked !== null) {
		if (await free(asked, host)) return asked;
		throw new Error(`Port ${asked} on ${host} is taken. Choose another with PORT=…, or leave PORT out.`);
	}
	for (let port = 3000; port < 3100; port++) if (await free(port, host)) return port;
	throw new Error(`No port from 3000 to 3099 is free on ${host}. Choose another with PORT=….`);
};
