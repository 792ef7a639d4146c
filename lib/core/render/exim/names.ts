import type { RenderTarget } from "../../host/profile";

/**
 * Stands before every name that Listkeeper gives something of its own in rendered text: a list, an ACL, a router, a
 * transport, a macro. No other text can hold it, for `escape` writes it as bytes.
 */
const OWN = /§/g;
const OWN_MACRO = /§(?=[A-Z])/g;

/**
 * Fills in the names. In a configuration that is all Listkeeper's own they are the HOWTO's; beside an administrator's
 * own, who may have followed the HOWTO too, they begin otherwise. A macro's name must not hold another's, since Exim
 * replaces macros wherever their names stand (specification, 6.5).
 */
export const withNames = (text: string, layout: RenderTarget["layout"]): string =>
	layout === "whole"
		? text.replace(OWN_MACRO, "MM_").replace(OWN, "")
		: text.replace(OWN_MACRO, "LK_").replace(OWN, "lk_");
